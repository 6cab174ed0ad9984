#!/usr/bin/env bash
# Tries the deploy files with the tools that will read them: compose, systemd, TOML, and the schemas of Kubernetes.
# One line a check; the last line is "N passed, N failed". A tool that is missing is a failure, not a skip.
#
#   apt-get install --no-install-recommends docker-compose systemd python3 python3-venv
#   test/deploy/try-tools.sh
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. test/deploy/checks.sh

# --- compose: a clone without a .env, and no more set than the three things that a person must set ---------------------
odd='a$b"c d$$e'\''f{x} #y'
mkdir "$work/clone" "$work/dotenv"
cp docker-compose*.yml "$work/clone/"
cp docker-compose*.yml "$work/dotenv/"
printf '%s\n' "API_SECRET='a\$b\"c d\$\$e\\'f{x} #y'" "DEXCOM_USERNAME='+01123'" "DEXCOM_PASSWORD='00123'" >"$work/dotenv/.env"

compose() { # FOLDER FILE [NAME=VALUE…]: prints the file as compose reads it
  (cd "$work/$1" && env -i PATH="$PATH" HOME="$work" "${@:3}" docker-compose --file "$2" config)
}
is_read_as_meant() { # FOLDER FILE [NAME=VALUE…]
  compose "$@" >"$work/config.yaml" || return 1
  # In what compose prints, $$ stands for $.
  node --input-type=module --eval '
    import { readFileSync } from "node:fs";
    import { createRequire } from "node:module";
    const { parse } = createRequire(`${process.cwd()}/`)("yaml");
    const { services } = parse(readFileSync(process.argv[1], "utf8"));
    for (const [name, { environment = {} }] of Object.entries(services)) {
      const { API_SECRET: secret, DEXCOM_USERNAME: user, DEXCOM_PASSWORD: password } = environment;
      const wanted = name === "mongo" ? [] : name === "bridge" ? [process.argv[2], "+01123", "00123"] : [process.argv[2]];
      const read = [secret, user, password].filter((text) => text !== undefined).map((text) => text.replaceAll("$$", "$"));
      if (JSON.stringify(read) !== JSON.stringify(wanted)) throw new Error(`${name}: ${JSON.stringify(read)}`);
    }' "$work/config.yaml" "$odd"
}
refuses() { ! compose "$@"; }
for file in docker-compose.yml docker-compose.bridge-only.yml; do
  check "compose: $file, from the environment" \
    is_read_as_meant clone "$file" "API_SECRET=$odd" DEXCOM_USERNAME=+01123 DEXCOM_PASSWORD=00123
  check "compose: $file, from .env" is_read_as_meant dotenv "$file"
  check "compose: $file says what is missing" refuses clone "$file" API_SECRET=x DEXCOM_USERNAME=y
done

# --- systemd ----------------------------------------------------------------------------------------------------------
unit=nightscout-dexcom-bridge.service
mkdir -p "$work/units/$unit.d"
printf '#!/bin/sh\n' >"$work/program" && chmod 755 "$work/program"
# The program need not be installed on the machine that checks.
sed "s#^ExecStart=nightscout-dexcom-bridge #ExecStart=$work/program #" "deploy/systemd/$unit" >"$work/units/$unit"
cp deploy/systemd/credentials.conf "$work/units/$unit.d/"
verifies() {
  systemd-analyze verify "$1" >"$work/verified" 2>&1 || { cat "$work/verified"; return 1; }
  # A word about this unit is a fault, too; other units of this machine do not matter.
  if grep -F "$unit" "$work/verified"; then return 1; fi
}
check "systemd: the program is found by its name" grep -q '^ExecStart=nightscout-dexcom-bridge run$' "deploy/systemd/$unit"
check "systemd: verify, with the secrets in files" verifies "$work/units/$unit"
rm -r "$work/units/$unit.d"
check "systemd: verify" verifies "$work/units/$unit"
check "systemd: exposure of at most 2.5 of 10" \
  systemd-analyze security --offline=yes --threshold=25 --no-pager "./deploy/systemd/$unit"
check "systemd: the short command is a shell script" sh -n deploy/systemd/dexcom-bridge

# --- what others read -------------------------------------------------------------------------------------------------
check "fly.toml is TOML" python3 -c 'import tomllib; tomllib.load(open("fly.toml", "rb"))'

validator=".cache/kubernetes-validate"
if [ ! -x "$validator/bin/kubernetes-validate" ]; then
  python3 -m venv "$validator" && "$validator/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate==1.37.0
fi
for version in 1.30 1.37; do
  for file in deploy/kubernetes/*.yaml; do
    check "kubernetes $version: ${file##*/}" "$validator/bin/kubernetes-validate" -k "$version" --strict "$file"
  done
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
