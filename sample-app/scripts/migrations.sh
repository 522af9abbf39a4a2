#!/bin/sh
# Runs a command of the packaged application: scripts/migrations.sh status
# After each build, prepare-commands.sh makes commands start in half the time.
set -eu
module=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
prepared=$module/target/commands
for jar in "$module"/target/sample-app-*.jar; do
	[ -f "$jar" ] || { echo "There is no jar yet: run mvn -pl sample-app -am package -DskipTests" >&2; exit 2; }
	# A command lives for a second: it is compiled lightly, and has no threads for a collector.
	set -- -jar "$jar" migrations "$@"
	if [ "$prepared/app.jsa" -nt "$jar" ]; then
		shift 2
		# An archive that does not fit is a warning of the JVM, which is not for standard output.
		set -- -XX:SharedArchiveFile="$prepared/app.jsa" -Xlog:disable -Xlog:all=warning:stderr \
			-jar "$prepared/app.jar" "$@"
	fi
	exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$@"
done
