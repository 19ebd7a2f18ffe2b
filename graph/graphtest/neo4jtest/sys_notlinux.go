//go:build !linux

package neo4jtest

import "os/exec"

func dieWithParent(*exec.Cmd) {}

func awaitStop(int) error { return nil }
