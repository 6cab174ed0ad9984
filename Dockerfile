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
LABEL org.opencontainers.image.title="nightscout-dexcom-bridge" \
  org.opencontainers.image.description="Brings continuous glucose data from Dexcom into Nightscout, to watches, loops and apps, and onto a page: every record once, through any outage." \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="MIT"
# No LISTEN: it listens to this container alone, until LISTEN (or PORT) and FEED_API_SECRET open it.
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY deploy/docker deploy/docker
# Group 0 may write as well: some platforms run an image as a user of their own choice, always in that group.
RUN chmod 755 deploy/docker/entry.mjs \
  && ln -s /app/deploy/docker/entry.mjs /usr/local/bin/nightscout-dexcom-bridge \
  && mkdir /data && chown node:0 /data && chmod 770 /data
USER node
VOLUME /data
EXPOSE 17580
# Node handles signals itself, also as process 1, and the bridge starts no processes: no init is needed.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "deploy/docker/healthcheck.mjs"]
ENTRYPOINT ["nightscout-dexcom-bridge"]
CMD ["run"]
