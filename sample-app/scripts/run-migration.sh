#!/bin/sh
# Applies one migration: scripts/run-migration.sh 20251112000001_add_bounce_tracking.sql
[ $# -gt 0 ] || { echo "Usage: run-migration.sh FILE [options]" >&2; exit 2; }
exec "$(dirname -- "$0")/migrations.sh" run "$@"
