package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
)

// Operation codes and flags of the MongoDB wire protocol.
const (
	opMsg      = 2013
	headerSize = 16
	moreToCome = 1 << 1
	largest    = 48_000_000
)

// oneWriter passes MongoDB wire messages on to the socket. While a command that reads and then writes is under way, from
// its request to its reply, no other such command of any connection is let through.
type oneWriter struct {
	socket      string
	indexesMade func(ctx context.Context, database string)
	log         *slog.Logger
	writing     sync.Mutex
}

func (w *oneWriter) serve(ctx context.Context, listener net.Listener) {
	go func() {
		<-ctx.Done()
		listener.Close()
	}()
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go w.relay(ctx, client)
	}
}

func (w *oneWriter) relay(ctx context.Context, client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", w.socket)
	if err != nil {
		w.log.Warn("no connection to FerretDB", "error", err.Error())
		return
	}
	defer server.Close()

	// Read through buffers: one call of the system for a message, not one for its header and one for the rest.
	requests, replies := bufio.NewReader(client), bufio.NewReader(server)
	for {
		request, err := readMessage(requests)
		if err != nil {
			return
		}
		command, database, silent := inspect(request)
		reply, err := w.exchange(server, replies, request, command)
		if err != nil {
			return
		}
		if command == "createIndexes" || command == "create" {
			w.indexesMade(ctx, database)
		}
		if silent {
			continue
		}
		if _, err := client.Write(reply); err != nil {
			return
		}
	}
}

func (w *oneWriter) exchange(server io.Writer, replies io.Reader, request []byte, command string) ([]byte, error) {
	switch command {
	case "update", "findAndModify", "findandmodify", "delete", "create", "createIndexes":
		w.writing.Lock()
		defer w.writing.Unlock()
	}
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(replies)
}

// readMessage reads one whole wire message, its header included.
func readMessage(from io.Reader) ([]byte, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(from, header[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(header[:])
	if size < headerSize || size > largest {
		return nil, errors.New("a wire message of an impossible size")
	}
	message := make([]byte, size)
	copy(message, header[:])
	_, err := io.ReadFull(from, message[headerSize:])
	return message, err
}

// inspect tells the command of a request (the first key of its body), its database, and whether the client wants no
// reply. Such a request is changed to one that is replied to, so that every exchange ends with a reply.
func inspect(message []byte) (command, database string, silent bool) {
	if len(message) < headerSize+5 || binary.LittleEndian.Uint32(message[12:]) != opMsg {
		return "", "", false
	}
	flags := binary.LittleEndian.Uint32(message[headerSize:])
	if flags&moreToCome != 0 {
		silent = true
		binary.LittleEndian.PutUint32(message[headerSize:], flags&^uint32(moreToCome))
	}
	for rest := message[headerSize+4:]; len(rest) > 5; {
		kind, size := rest[0], int(binary.LittleEndian.Uint32(rest[1:]))
		if size < 5 || size > len(rest)-1 {
			break
		}
		if kind == 0 {
			return firstKey(rest[1 : 1+size]), textField(rest[1:1+size], "$db"), silent
		}
		rest = rest[1+size:]
	}
	return "", "", silent
}

func firstKey(document []byte) string {
	const afterSizeAndType = 5
	if len(document) <= afterSizeAndType {
		return ""
	}
	name, _, _ := bytes.Cut(document[afterSizeAndType:], []byte{0})
	return string(name)
}

// textField finds a top-level string element by its name. The name's bytes could also occur inside a value, so this
// serves only where a wrong answer does no harm.
func textField(document []byte, name string) string {
	const stringType = 2
	element := append(append([]byte{stringType}, name...), 0)
	at := bytes.LastIndex(document, element)
	if at < 0 || len(document) < at+len(element)+5 {
		return ""
	}
	value, _, _ := bytes.Cut(document[at+len(element)+4:], []byte{0})
	return string(value)
}
