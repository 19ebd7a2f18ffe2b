package neo4jtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// Private is a server of one test, on its own data folder and port, to be killed, paused and started again. It is made with Java
// alone, even where [Start] would use another kind. It ends with its test, and on Linux in any case with the test's process.
type Private struct {
	Server

	t          testing.TB
	java, jars string
	folder     string
	port       int
	memory     []string // instead of the usual heap
	cmd        *exec.Cmd
	lease      net.Conn
	ended      chan struct{}
}

// StartPrivate starts a server for this test alone, with an empty database, or skips the test as [Start] does.
// The methods of what it returns fail that test, so call them from its goroutine.
func StartPrivate(t testing.TB) *Private {
	t.Helper()
	p := Reserve(t)
	p.Restart()
	return p
}

// Reserve is [StartPrivate] for a server that isn't there yet: nobody answers at its address until it is started with [Private.Restart].
func Reserve(t testing.TB) *Private {
	t.Helper()
	env := environment()
	p := &Private{t: t}
	err := p.find(env)
	if err != nil {
		giveUp(t, env, err)
	}
	p.folder = t.TempDir()
	if p.port, err = freePort(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.URI = fmt.Sprintf("neo4j://127.0.0.1:%d", p.port)
	p.lockFile = filepath.Join(p.folder, "database.lock")
	t.Cleanup(func() {
		if p.cmd != nil {
			p.Kill()
		}
	})
	return p
}

func (p *Private) find(env settings) error {
	run, err := env.runFolder()
	if err != nil {
		return err
	}
	if env.off || !canPause {
		return errNone
	}
	if p.java, err = findJava(p.t.Context()); err != nil {
		return err
	}
	p.jars, err = env.jars(p.t.Context(), run)
	return err
}

// Memory says how much heap the server has from its next start on, and how many bytes of it transactions may use together.
func (p *Private) Memory(heap string, transactions int64) {
	p.memory = []string{"-Xmx" + heap, fmt.Sprintf("-Dtransactions=%d", transactions)}
}

// PID is the number of the server's process.
func (p *Private) PID() int { return p.cmd.Process.Pid }

// Restart starts the server for the first time, or again after [Private.Kill] or [Private.Shutdown], on the same data folder and port, and returns when it
// answers.
func (p *Private) Restart() {
	p.t.Helper()
	if p.cmd != nil {
		p.t.Fatal("the server is running")
	}
	started, err := launch(p.t.Context(), p.java, p.jars, p.folder, p.port, time.Second, true, filepath.Join(p.folder, "server.log"), p.run)
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd = started.cmd
	if p.lease, err = hold(p.t.Context(), started.lease, started.token); err != nil {
		p.t.Fatal(err)
	}
	if err := p.await(p.t.Context(), startTimeout); err != nil {
		p.t.Fatal(err)
	}
}

// run starts the process and waits for its end, all from one thread: Linux kills it when that thread dies.
func (p *Private) run(cmd *exec.Cmd) error {
	dieWithParent(cmd)
	if i := slices.Index(cmd.Args, usualHeap); i >= 0 && p.memory != nil {
		cmd.Args = slices.Replace(cmd.Args, i, i+1, p.memory...)
	}
	started := make(chan error)
	ended := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
		close(ended)
	}()
	p.ended = ended
	return <-started
}

// Kill ends the server at once, as a power cut would (SIGKILL), and returns when it is gone.
func (p *Private) Kill() { p.t.Helper(); p.end(os.Kill) }

// Shutdown asks the server to end (SIGTERM) and returns when it is gone.
func (p *Private) Shutdown() { p.t.Helper(); p.end(terminate) }

func (p *Private) end(signal os.Signal) {
	p.t.Helper()
	p.signal(signal)
	<-p.ended
	if p.lease != nil {
		_ = p.lease.Close()
	}
	p.cmd, p.lease = nil, nil
}

// Pause stops the server in the middle of whatever it does (SIGSTOP): connections stay open and nothing answers.
func (p *Private) Pause() {
	p.t.Helper()
	p.signal(stop)
	if err := awaitStop(p.PID()); err != nil {
		p.t.Fatal(err)
	}
}

// Resume lets a paused server go on (SIGCONT).
func (p *Private) Resume() { p.t.Helper(); p.signal(resume) }

func (p *Private) signal(signal os.Signal) {
	p.t.Helper()
	if p.cmd == nil {
		p.t.Fatal("the server is not running")
	}
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
}
