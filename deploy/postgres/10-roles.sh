#!/bin/sh
# Run once by the database's image, on an empty data directory: the three roles and the database.
set -eu
CONTACTPOINT_OWNER_PASSWORD=$(cat /run/secrets/owner_password)
CONTACTPOINT_WEB_PASSWORD=$(cat /run/secrets/web_password)
CONTACTPOINT_WORKER_PASSWORD=$(cat /run/secrets/worker_password)
export CONTACTPOINT_OWNER_PASSWORD CONTACTPOINT_WEB_PASSWORD CONTACTPOINT_WORKER_PASSWORD
psql --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres --file /deploy/roles.sql
