//go:build !unix

package neo4jtest

import (
	"os"
	"os/exec"
)

const canPause = false

var terminate, stop, resume = os.Kill, os.Kill, os.Kill

func detach(*exec.Cmd) {}

func isAlive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return process.Release() == nil
}
