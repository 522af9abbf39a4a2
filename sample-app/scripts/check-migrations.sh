#!/bin/sh
# Shows how the database stands. Exit code 3: something is pending.
exec "$(dirname -- "$0")/migrations.sh" check "$@"
