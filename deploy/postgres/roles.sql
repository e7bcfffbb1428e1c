-- The three roles and the database. Run by psql as a superuser, here and in the demonstration and the tests alike;
-- running it again sets the passwords to what the environment says.
--   contactpoint_owner   owns the tables and migrates
--   contactpoint_web     the web processes
--   contactpoint_worker  Celery and the feeds; may do whatever the web may
\set ON_ERROR_STOP on
\getenv owner_password CONTACTPOINT_OWNER_PASSWORD
\getenv web_password CONTACTPOINT_WEB_PASSWORD
\getenv worker_password CONTACTPOINT_WORKER_PASSWORD

-- a failed statement must not put a password into the server's log
SET log_min_error_statement = panic;
SET log_min_duration_statement = -1;
SET log_statement = 'none';

SELECT format('CREATE ROLE %I LOGIN', name)
  FROM unnest(ARRAY['contactpoint_owner', 'contactpoint_web', 'contactpoint_worker']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE contactpoint_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE contactpoint_web NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'web_password';
ALTER ROLE contactpoint_worker NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'worker_password';
GRANT contactpoint_web TO contactpoint_worker;

SELECT 'CREATE DATABASE contactpoint OWNER contactpoint_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'contactpoint')
\gexec

REVOKE ALL ON DATABASE contactpoint FROM PUBLIC;
GRANT CONNECT ON DATABASE contactpoint TO contactpoint_web, contactpoint_worker;
GRANT TEMPORARY ON DATABASE contactpoint TO contactpoint_worker;
