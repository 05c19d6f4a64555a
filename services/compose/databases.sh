#!/bin/sh
# Runs once, when the container's data folder is made: a database of its own for every subgraph on PostgreSQL.
set -eu
for domain in users competitions rewards nfts chat; do
  createdb --username "$POSTGRES_USER" "laurel_$domain"
done
