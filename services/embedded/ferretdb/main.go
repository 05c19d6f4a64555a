// Command ferretdb serves the MongoDB protocol on top of PostgreSQL, for development on a machine that has no mongod.
//
// FerretDB itself listens on a Unix socket only. In front of it stands a listener (writer.go) that lets one writer in at a
// time, because FerretDB's updates read a document and then write it back blindly, and index twins (twins.go) that make
// equality queries use an index.
package main

import (
	"context"
	"errors"
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
	near := flag.String("listen-unix", "", "path of a Unix socket to serve it on as well")
	flag.Parse()

	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	// The connection string holds a password, so it comes in the environment: command lines are public.
	if err := run(ctx, *address, *near, os.Getenv("FERRETDB_POSTGRESQL_URL"), log); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address, near, postgres string, log *slog.Logger) error {
	folder, err := os.MkdirTemp("", "ferretdb-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	socket := filepath.Join(folder, "socket")

	listeners, err := listen(address, near)
	if err != nil {
		return err
	}

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
	for _, listener := range listeners {
		defer listener.Close()
		go front.serve(ctx, listener)
	}
	return database.Run(ctx)
}

// listen opens the TCP address and, where a path is given, a socket there in place of one that an earlier process left.
func listen(address, near string) ([]net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil || near == "" {
		return []net.Listener{listener}, err
	}
	if err := os.Remove(near); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(err, listener.Close())
	}
	socket, err := net.Listen("unix", near)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return []net.Listener{listener, socket}, nil
}
