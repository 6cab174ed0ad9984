# The sources run on Node 20.19; the image stands on a release that is still looked after.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
RUN npm run build && find dist -name '*.map' -delete

FROM node:24-slim AS packages
WORKDIR /build
COPY package.json package-lock.json ./
# Node 24 brings its own SQLite: the driver for older releases stays out. Maps and types serve nobody here.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.md' \) -delete

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data LISTEN=0.0.0.0:17580
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 17580
# 200 as long as the process lives; whether glucose flows is told in the body and by `status`.
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${(process.env.LISTEN ?? '').split(':').pop()}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
CMD ["run"]
