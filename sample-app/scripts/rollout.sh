#!/bin/sh
# Rolls out two releases of this application, one instance of three after the other, while requests come in. A column
# gets another name, and no request fails. The releases are one jar, with the migrations and the code of a profile.
#
#   mvn -pl sample-app -am package -DskipTests
#   sample-app/scripts/rollout.sh
#
# The database is that of DATABASE_URL, or a server that is started for this. ROLLOUT_PORT is the first of three ports.
set -eu
folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
jar=${ROLLOUT_JAR:-$(find "$folder/target" -maxdepth 1 -name 'sample-app-*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' 2>/dev/null | head -n 1)}
[ -n "$jar" ] || { echo "There is no jar: run 'mvn -pl sample-app -am package -DskipTests' first." >&2; exit 2; }
first=${ROLLOUT_PORT:-18091}
work=$(mktemp -d)
profile=
running=

say() { printf '\n== %s\n' "$*"; }

finish() {
	status=$?
	trap - EXIT INT TERM
	rm -f "$work/live"
	[ -z "$running" ] || kill $running 2>/dev/null || :
	wait 2>/dev/null || :
	[ "$status" -eq 0 ] || for log in "$work"/*.log; do echo "-- $log"; tail -n 20 "$log"; done >&2
	rm -rf "$work"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Takes the place of the shell that runs it: of one in the background, or of (one in parentheses).
java_here() { exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$@"; }

migrations() {
	printf '$ migrations %s\n' "$*"
	(java_here migrations "$@" "--spring.profiles.active=$profile") 2>"$work/command.log" ||
		{ status=$?; cat "$work/command.log" >&2; return "$status"; }
}

# start_database: a server of the application's own, in a process that is no instance
start_database() {
	java_here --app.migrations.enabled=false --server.port=0 --sample.postgres.port=0 \
		"--sample.postgres.data-directory=$work/data" >"$work/database.log" 2>&1 &
	running="$running $!"
	until port=$(sed -n 4p "$work/data/postmaster.pid" 2>/dev/null) && [ -n "$port" ] &&
		grep -q 'Started SampleApplication' "$work/database.log"; do
		kill -0 "$!" 2>/dev/null || return 1
		sleep 0.2
	done
	DATABASE_URL="postgresql://postgres@localhost:$port/postgres"
	export DATABASE_URL
}

# launch N RELEASE: instance N
launch() {
	java_here "--server.port=$((first + $1))" "--spring.profiles.active=$profile" "--app.migrations.release=$2" \
		"--app.migrations.instances.heartbeat-interval=500ms" >"$work/instance-$1.log" 2>&1 &
	eval "instance_$1=$!"
	running="$running $!"
}

# serve N RELEASE: waits until it answers, and lets requests reach it
serve() {
	until curl -fs --max-time 5 "http://localhost:$((first + $1))/actuator/health/readiness" >/dev/null; do
		eval "kill -0 \$instance_$1" 2>/dev/null || return 1
		sleep 0.2
	done
	echo "$1" >>"$work/live"
	echo "instance $1 is $2"
}

# stop N: no request is sent to it any more, then it ends
stop() {
	grep -v "^$1\$" "$work/live" >"$work/live.new" || :
	mv "$work/live.new" "$work/live"
	while [ "$(cat "$work/busy" 2>/dev/null)" = "$1" ]; do sleep 0.05; done
	eval "kill -TERM \$instance_$1; wait \$instance_$1 || :"
}

# roll_out RELEASE N...: one instance after the other
roll_out() {
	release=$1
	shift
	for instance in "$@"; do
		stop "$instance"
		launch "$instance" "$release"
		serve "$instance" "$release"
	done
}

# Opens accounts and lists them, at one instance after the other, for as long as the file of live ones is there.
send_requests() {
	count=0
	while [ -e "$work/live" ]; do
		for instance in $(cat "$work/live" 2>/dev/null); do
			echo "$instance" >"$work/busy"
			grep -q "^$instance\$" "$work/live" 2>/dev/null || continue
			count=$((count + 1))
			url="http://localhost:$((first + instance))/accounts"
			echo "$count" >"$work/requests"
			if [ $((count % 4)) -eq 0 ]; then
				curl -fsS --max-time 10 "$url" -o "$work/answer"
			else
				curl -fsS --max-time 10 -H 'Content-Type: application/json' "$url" -o "$work/answer" \
					-d "{\"name\": \"Customer $count\", \"slug\": \"customer-$$-$count\"}"
			fi 2>>"$work/failures" || echo "request $count to instance $instance failed" >>"$work/failures"
			: >"$work/busy"
		done
		: >"$work/busy"
		sleep 0.05
	done
}

[ -n "${DATABASE_URL:-}" ] || start_database
: >"$work/live"
: >"$work/failures"

say "1.0.0 uses accounts.name"
for instance in 1 2 3; do launch "$instance" 1.0.0; done
for instance in 1 2 3; do serve "$instance" 1.0.0; done
send_requests &
requests=$!

say "1.1.0 has the same code. Its migrations add accounts.display_name and keep both in step"
profile=expand
roll_out 1.1.0 1 2 3
migrations up --wait-backfills --json >"$work/up.json"
migrations status

say "2.0.0 uses accounts.display_name, and ships the end of accounts.name"
profile=contract
roll_out 2.0.0 1 2
migrations contract --plan
roll_out 2.0.0 3
migrations gate --release 2.0.0 --min-age 2s --wait 1m
migrations contract --yes

sleep 1
rm -f "$work/live"
wait "$requests"
say "$(cat "$work/requests") requests, $(grep -c '^request' "$work/failures" || :) failed"
[ ! -s "$work/failures" ] || { cat "$work/failures" >&2; exit 1; }
