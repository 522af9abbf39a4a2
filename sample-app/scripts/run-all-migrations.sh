#!/bin/sh
# Applies all pending migrations.
exec "$(dirname -- "$0")/migrations.sh" up "$@"
