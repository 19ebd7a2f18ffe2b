//go:build unix

package neo4jtest

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

const canPause = true

var (
	terminate os.Signal = syscall.SIGTERM
	stop      os.Signal = syscall.SIGSTOP
	resume    os.Signal = syscall.SIGCONT
)

// detach keeps an interrupt in the terminal of one test run from a process that others use, too.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

func isAlive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
