#!/bin/sh
# Archives the classes that commands load, so that they start in half the time.
#   prepare-commands.sh          for scripts/migrations.sh: unpacks the packaged jar into target/commands first
#   prepare-commands.sh FOLDER   for an image: FOLDER has app.jar and its libraries
set -eu
if [ $# -eq 0 ]; then
	module=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
	folder=$module/target/commands
	for jar in "$module"/target/sample-app-*.jar; do
		[ -f "$jar" ] || { echo "There is no jar yet: run mvn -pl sample-app -am package -DskipTests" >&2; exit 2; }
		rm -rf "$folder"
		java -Djarmode=tools -jar "$jar" extract --destination "$folder" --application-filename app.jar
		break
	done
else
	folder=$1
	rm -f "$folder/app.jsa"
fi
# A command that finds no database ends with 4, and has loaded most of what every command loads.
code=0
java -XX:ArchiveClassesAtExit="$folder/app.jsa" -jar "$folder/app.jar" migrations check \
	--app.migrations.url=jdbc:postgresql://localhost:1/none >"$folder/prepare.log" 2>&1 || code=$?
if [ "$code" -ne 4 ] || [ ! -f "$folder/app.jsa" ]; then
	cat "$folder/prepare.log" >&2
	echo "The classes were not archived." >&2
	exit 1
fi
rm "$folder/prepare.log"
