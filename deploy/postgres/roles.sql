-- Roles with no more rights than they need, for a new database `bot`. Run once, as a superuser:
--   psql -v owner_password=... -v server_password=... -v reader_password=... -f deploy/postgres/roles.sql
-- bot_owner changes the schema (python -m bot.storage migrate), bot_server serves, bot_reader reports and backs up.
CREATE ROLE bot_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE bot_server LOGIN PASSWORD :'server_password';
CREATE ROLE bot_reader LOGIN PASSWORD :'reader_password';
CREATE DATABASE bot OWNER bot_owner;
\connect bot
REVOKE ALL ON DATABASE bot FROM PUBLIC;
GRANT CONNECT ON DATABASE bot TO bot_server, bot_reader;
GRANT TEMPORARY ON DATABASE bot TO bot_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO bot_owner;
GRANT USAGE ON SCHEMA public TO bot_server, bot_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bot_server;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO bot_server;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT ON TABLES TO bot_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE bot_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO bot_reader;
