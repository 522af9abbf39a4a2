#!/bin/sh
# Runs a command of the packaged application: scripts/migrations.sh status
set -eu
module=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
for jar in "$module"/target/sample-app-*.jar; do
	[ -f "$jar" ] || { echo "There is no jar yet: run mvn -pl sample-app -am package -DskipTests" >&2; exit 2; }
	exec java -jar "$jar" migrations "$@"
done
