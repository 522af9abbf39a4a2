#!/bin/sh
# Starts the application in its image, or runs a command of it if the first argument that is no option is "migrations".
set -eu
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for argument in "$@"; do
	case $argument in
	-*) ;;
	migrations)
		# The archive is that of prepare-commands.sh. If it does not fit, the JVM's warning is not for standard output.
		exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:SharedArchiveFile="$folder/app.jsa" \
			-Xlog:disable -Xlog:all=warning:stderr -jar "$folder/app.jar" "$@"
		;;
	*) break ;;
	esac
done
exec java -jar "$folder/app.jar" "$@"
