-- The two login roles and the database, made when missing and brought up to date when not.
-- One file for both places: deploy/local/postgres.py runs it at every start, and the container of
-- compose.yaml when its volume is new. Passwords come from the environment, never from a command line.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv web_password WEB_PASSWORD

SELECT 'CREATE ROLE rooster_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rooster_owner') \gexec
SELECT 'CREATE ROLE rooster_web' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rooster_web') \gexec

-- Provisioning and manage.py: creates schemas and a role for each company, but is no superuser.
ALTER ROLE rooster_owner LOGIN NOSUPERUSER CREATEROLE CREATEDB PASSWORD :'owner_password';

-- Web and workers: owns nothing, and gains a company's rights only while it has entered that company.
ALTER ROLE rooster_web LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT PASSWORD :'web_password';

SELECT 'CREATE DATABASE rooster OWNER rooster_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'rooster') \gexec
