// Command ferretdb serves the MongoDB protocol on top of PostgreSQL, for development on a machine that has no mongod.
//
// FerretDB itself listens on a Unix socket only. In front of it stands a listener (writer.go) that lets one writer in at a
// time, because FerretDB's updates read a document and then write it back blindly, and index twins (twins.go) that make
// equality queries use an index.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	address := flag.String("listen", "127.0.0.1:27017", "TCP address to serve the MongoDB protocol on")
	flag.Parse()

	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	// The connection string holds a password, so it comes in the environment: command lines are public.
	if err := run(ctx, *address, os.Getenv("FERRETDB_POSTGRESQL_URL"), log); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address, postgres string, log *slog.Logger) error {
	folder, err := os.MkdirTemp("", "ferretdb-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	socket := filepath.Join(folder, "socket")

	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	defer listener.Close()

	database, err := ferretdb.New(&ferretdb.Config{
		Listener:      ferretdb.ListenerConfig{Unix: socket},
		Logger:        log,
		Handler:       "postgresql",
		PostgreSQLURL: postgres,
	})
	if err != nil {
		return err
	}

	twins := &indexTwins{postgres: postgres, log: log}
	front := &oneWriter{socket: socket, indexesMade: twins.make, log: log}
	go front.serve(ctx, listener)
	return database.Run(ctx)
}
