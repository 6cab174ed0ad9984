#!/usr/bin/env bash
# Lets Prometheus’ own checker read the metrics, the alert rules with their tests, and the dashboard’s questions.
# One line a check; the last line is "N passed, N failed". A tool that is missing is a failure, not a skip.
#
#   apt-get install --no-install-recommends prometheus
#   test/deploy/promtool.sh
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. test/deploy/checks.sh

cp deploy/prometheus/*.yml "$work/"
check "rules: alerts.yml can be read" promtool check rules "$work/alerts.yml"
check "rules: each alert fires and is silent as its tests say" promtool test rules "$work/alerts.test.yml"
check "config: prometheus.yml can be read" promtool check config "$work/prometheus.yml"

# The tests are worth something only if they fail where a rule is wrong.
fails_without() { # TEXT OTHER-TEXT
  mkdir -p "$work/wrong"
  sed "s|$1|$2|" "$work/alerts.yml" >"$work/wrong/alerts.yml"
  cp "$work/alerts.test.yml" "$work/wrong/"
  ! cmp -s "$work/alerts.yml" "$work/wrong/alerts.yml" && promtool check rules "$work/wrong/alerts.yml" &&
    ! promtool test rules "$work/wrong/alerts.test.yml"
}
check "rules: the tests notice another bound" fails_without '> 20 \* 60' '> 40 * 60'
check "rules: the tests notice a missing condition" fails_without 'and changes(.*sink_cursor_position.*' ''
check "rules: the tests notice another severity" fails_without 'severity: critical' 'severity: info'

scrape() { node --import ./test/support/run-typescript.mjs test/deploy/print-metrics-child.ts; }
is_clean() { scrape >"$work/metrics" && promtool check metrics <"$work/metrics"; }
check "metrics: a scrape is clean" is_clean

# Every question of the dashboard as a rule; JSON is YAML as well.
as_rules() {
  node --input-type=module --eval '
    import { readFileSync } from "node:fs";
    const { panels, annotations } = JSON.parse(readFileSync("deploy/grafana/nightscout-dexcom-bridge.json", "utf8"));
    const asked = [...panels.flatMap(({ targets = [] }) => targets), ...annotations.list].flatMap(({ expr }) => expr ?? []);
    const rules = asked.map((expr, index) => ({ record: `asked:${index}`, expr: expr.replaceAll("$__interval", "1m") }));
    console.log(JSON.stringify({ groups: [{ name: "dashboard", rules }] }));'
}
are_readable() { as_rules >"$work/dashboard.yml" && promtool check rules "$work/dashboard.yml"; }
check "dashboard: its questions can be read" are_readable

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
