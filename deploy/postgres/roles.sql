-- Roles with no more rights than they need, for the database `bot`. Run by a superuser, who may run it again: it makes what
-- is missing, and gives back rights that were lost.
--   OWNER_PASSWORD=... SERVER_PASSWORD=... READER_PASSWORD=... psql "$SUPERUSER_URL" -f deploy/postgres/roles.sql
-- Without a password in the environment a role keeps its own; -v database=bot_restored is for another database.
-- bot_owner changes the schema (python -m bot.storage migrate), bot_server serves, bot_reader reports and backs up.
\set ON_ERROR_STOP on
\if :{?database}
\else
    \set database bot
\endif
\getenv owner_password OWNER_PASSWORD
\getenv server_password SERVER_PASSWORD
\getenv reader_password READER_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', name) FROM (VALUES ('bot_owner'), ('bot_server'), ('bot_reader')) AS roles (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
\if :{?owner_password}
    ALTER ROLE bot_owner PASSWORD :'owner_password';
\endif
\if :{?server_password}
    ALTER ROLE bot_server PASSWORD :'server_password';
\endif
\if :{?reader_password}
    ALTER ROLE bot_reader PASSWORD :'reader_password';
\endif
SELECT format('CREATE DATABASE %I OWNER bot_owner', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
\connect :database
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO bot_server, bot_reader;
GRANT TEMPORARY ON DATABASE :"database" TO bot_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO bot_owner;
GRANT USAGE ON SCHEMA public TO bot_server, bot_reader;
-- What is there, and what migrations will add.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bot_server;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO bot_server;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO bot_reader;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO bot_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bot_server;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO bot_server;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT ON TABLES TO bot_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO bot_reader;
