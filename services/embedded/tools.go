//go:build tools

// Package embedded pins, in go.mod and go.sum, the Go programs that are built for embedded use.
package embedded

import _ "github.com/nats-io/nats-server/v2"
