package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// indexTwins gives each MongoDB index a twin that PostgreSQL can use. FerretDB asks `_jsonb->'field' @> value`, which its
// own B-tree indexes do not answer; a GIN index on the same expression does. Only equality gains by it.
type indexTwins struct {
	postgres string
	log      *slog.Logger
	making   sync.Mutex
}

// make adds the twins that are missing in one MongoDB database. A failure costs speed only, so it is logged and no more.
func (t *indexTwins) make(ctx context.Context, database string) {
	t.making.Lock()
	defer t.making.Unlock()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := t.addMissing(ctx, database); err != nil {
		t.log.Warn("index twins", "database", database, "error", err.Error())
	}
}

func (t *indexTwins) addMissing(ctx context.Context, database string) error {
	connection, err := pgx.Connect(ctx, t.postgres)
	if err != nil {
		return err
	}
	defer connection.Close(context.WithoutCancel(ctx))

	metadata := pgx.Identifier{database, "_ferretdb_database_metadata"}.Sanitize()
	rows, err := connection.Query(ctx, `
		SELECT DISTINCT collection._jsonb->>'table', field
		FROM `+metadata+` AS collection,
		     jsonb_array_elements(collection._jsonb->'indexes') AS index,
		     jsonb_object_keys(index->'key') AS field
		WHERE field <> '$s'`)
	if err != nil {
		return err
	}
	type column struct{ Table, Field string }
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	if err != nil {
		return err
	}
	for _, each := range columns {
		if _, err := connection.Exec(ctx, twin(database, each.Table, each.Field)); err != nil {
			return err
		}
	}
	return nil
}

// twin is the statement that makes the GIN index for one field ("a" or "a.b") of one table.
func twin(schema, table, field string) string {
	quoted := func(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
	expression := "_jsonb->" + quoted(field)
	if strings.Contains(field, ".") {
		expression = "_jsonb#>" + quoted("{"+strings.ReplaceAll(field, ".", ",")+"}")
	}
	hash := fnv.New64a()
	hash.Write([]byte(table + "\x00" + field))
	return fmt.Sprintf("CREATE INDEX IF NOT EXISTS %s ON %s USING gin ((%s) jsonb_path_ops) WITH (fastupdate = off)",
		pgx.Identifier{fmt.Sprintf("twin_%x", hash.Sum64())}.Sanitize(),
		pgx.Identifier{schema, table}.Sanitize(), expression)
}
