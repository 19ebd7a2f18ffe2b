package neo4jtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// query runs one statement and returns the one value that it yields.
func query(t testing.TB, driver neo4j.DriverWithContext, cypher string) any {
	t.Helper()
	value, err := ask(t.Context(), driver, cypher)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func ask(ctx context.Context, driver neo4j.DriverWithContext, cypher string) (any, error) {
	result, err := neo4j.ExecuteQuery(ctx, driver, cypher, nil, neo4j.EagerResultTransformer)
	if err != nil || len(result.Records) == 0 {
		return nil, err
	}
	return result.Records[0].Values[0], nil
}

func TestStartTwiceGivesOneServer(t *testing.T) {
	first, second := Start(t), Start(t)
	if first != second {
		t.Errorf("%v, then %v", first, second)
	}
	if got := query(t, first.Driver(t), "RETURN 1"); got != int64(1) {
		t.Errorf("RETURN 1: %v", got)
	}
}

func TestLockGivesAnEmptyDatabase(t *testing.T) {
	server := Start(t)
	t.Run("fill", func(t *testing.T) {
		server.Lock(t)
		driver := server.Driver(t)
		query(t, driver, "CREATE CONSTRAINT `odd ``name` FOR (n:Thing) REQUIRE n.id IS UNIQUE")
		query(t, driver, "CREATE INDEX by_name FOR (n:Thing) ON (n.name)")
		query(t, driver, "CREATE FULLTEXT INDEX words FOR (n:Thing) ON EACH [n.name]")
		query(t, driver, "UNWIND range(1, 12000) AS i CREATE (:Thing {id: i, name: 'x'})-[:KNOWS]->(:Other)")
	})
	t.Run("look", func(t *testing.T) {
		server.Lock(t)
		driver := server.Driver(t)
		for _, count := range []string{
			"MATCH (n) RETURN count(n)",
			"SHOW CONSTRAINTS YIELD name RETURN count(*)",
			"SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*)",
		} {
			if got := query(t, driver, count); got != int64(0) {
				t.Errorf("%s: %v", count, got)
			}
		}
	})
}

// fatal catches a test's end.
type fatal struct {
	testing.TB
	text string
}

func (f *fatal) Helper() {}
func (f *fatal) Fatalf(format string, args ...any) {
	f.text = fmt.Sprintf(format, args...)
	panic(f)
}
func (f *fatal) Skip(args ...any) {
	f.text = "skipped: " + fmt.Sprint(args...)
	panic(f)
}

// lastWords runs something that is to end its test, and returns what it said.
func lastWords(t testing.TB, do func(testing.TB)) string {
	caught := &fatal{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(caught) {
				panic(r)
			}
		}()
		do(caught)
	}()
	return caught.text
}

func TestLockTwiceFailsInsteadOfWaitingForItself(t *testing.T) {
	server := Start(t)
	server.Lock(t)
	t.Run("sub", func(t *testing.T) {
		got := lastWords(t, server.Lock)
		if want := "TestLockTwiceFailsInsteadOfWaitingForItself has the database already"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestLockRefusesForeignData(t *testing.T) {
	server := Start(t)
	server.Lock(t)
	driver := server.Driver(t)
	// The same database, as if it had been given by its address.
	given := server
	given.lockFile = filepath.Join(t.TempDir(), "lock")
	given.dirtFile = filepath.Join(t.TempDir(), "ours")

	query(t, driver, "CREATE (:Precious)")
	want := "holds 1 nodes, which tests would delete"
	if got := lastWords(t, func(tb testing.TB) { given.claim(tb, driver) }); !strings.Contains(got, want) {
		t.Errorf("got %q, want …%q…", got, want)
	}
	query(t, driver, "MATCH (n) DELETE n")
	t.Run("clean", func(t *testing.T) {
		given.Lock(t)
		query(t, driver, "CREATE (:Mine)")
		given.claim(t, driver) // what a killed test has left is not foreign
	})
	if got := query(t, driver, "MATCH (n) RETURN count(n)"); got != int64(0) {
		t.Errorf("%v nodes are left in a given database", got)
	}
	if isThere(given.dirtFile) {
		t.Error("a clean database is still marked")
	}
}

// TestLockKeepsProcessesApart has several processes write to the one database at once, each sure to be alone.
func TestLockKeepsProcessesApart(t *testing.T) {
	server := Start(t)
	const processes, rounds = 3, 5
	ended := make(chan error, processes)
	for range processes {
		cmd := child(t, "alone", fmt.Sprint(rounds))
		go func() {
			out, err := cmd.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%w\n%s", err, out)
			}
			if want := "server " + server.URI; err == nil && !strings.Contains(string(out), want) {
				err = fmt.Errorf("not the same server: want %q in\n%s", want, out)
			}
			ended <- err
		}()
	}
	for range processes {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// child runs TestChild of this test binary in a process of its own.
func child(t testing.TB, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.v")
	cmd.Env = append(os.Environ(), "NEO4JTEST_CHILD="+strings.Join(args, " "))
	return cmd
}

// TestChild is what the other processes do.
func TestChild(t *testing.T) {
	args := strings.Fields(os.Getenv("NEO4JTEST_CHILD"))
	if len(args) == 0 {
		return
	}
	server := Start(t)
	fmt.Println("server", server.URI)
	switch args[0] {
	case "alone":
		var rounds int
		if _, err := fmt.Sscan(args[1], &rounds); err != nil {
			t.Fatal(err)
		}
		for round := range rounds {
			t.Run(fmt.Sprint(round), func(t *testing.T) {
				server.Lock(t)
				driver := server.Driver(t)
				for i := range int64(5) {
					if got := query(t, driver, "CREATE (:Mine) WITH * MATCH (n) RETURN count(n)"); got != i+1 {
						t.Fatalf("%v nodes after creating %d", got, i+1)
					}
				}
			})
		}
	case "hang":
		select {}
	}
}

// TestServerEndsWithoutUsers kills the only process that uses a server.
func TestServerEndsWithoutUsers(t *testing.T) {
	env := environment()
	cache, jars := ownCache(t, env)
	cmd := child(t, "hang")
	cmd.Env = append(cmd.Env, "XDG_CACHE_HOME="+cache, envLinger+"=100ms")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	run := jars + ".run"
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "server ") {
		t.Log(lines.Text())
	}
	conn, state, err := join(t.Context(), run)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the child was to be killed")
	}
	if !isOpen(conn) {
		t.Error("the server left a user alone")
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := retry(ctx, func() error {
		left, _ := filepath.Glob(filepath.Join(run, "data-*"))
		if isAlive(state.PID) || len(left) > 0 {
			return fmt.Errorf("process %d or its data %v are still there", state.PID, left)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	if conn, _, err := join(t.Context(), run); err == nil {
		_ = conn.Close()
		t.Error("joined a server that has ended")
	}
}

// ownCache is a cache folder with the real jars and nothing running.
func ownCache(t *testing.T, env settings) (cache, jars string) {
	t.Helper()
	if env.off {
		giveUp(t, env, errNone)
	}
	run, err := env.runFolder()
	if err != nil {
		t.Fatal(err)
	}
	if env.off || env.given.URI != "" || env.docker(t.Context()) {
		t.Skip("only a server that is run with Java is shared")
	}
	if _, err := findJava(t.Context()); err != nil {
		giveUp(t, env, err)
	}
	there, err := env.jars(t.Context(), run)
	if err != nil {
		giveUp(t, env, err)
	}
	cache = t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	if dir, err := os.UserCacheDir(); err != nil || dir != cache {
		t.Skip("the cache folder can't be moved on this system")
	}
	jars = filepath.Join(cache, filepath.Base(there))
	if err := os.Symlink(there, jars); err != nil {
		t.Fatal(err)
	}
	return cache, jars
}

func TestPrivate(t *testing.T) {
	server := StartPrivate(t)
	driver := server.Driver(t)
	query(t, driver, "CREATE (:Kept)")

	server.Pause()
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := ask(short, driver, "RETURN 1"); err == nil {
		t.Error("a paused server answered")
	}
	server.Resume()
	if got := query(t, driver, "MATCH (n:Kept) RETURN count(n)"); got != int64(1) {
		t.Errorf("after a pause: %v nodes", got)
	}

	pid, address := server.PID(), server.URI
	server.Kill()
	if isAlive(pid) {
		t.Errorf("process %d is still there", pid)
	}
	server.Restart()
	if server.URI != address {
		t.Errorf("was at %s, is at %s", address, server.URI)
	}
	if got := query(t, server.Driver(t), "MATCH (n:Kept) RETURN count(n)"); got != int64(1) {
		t.Errorf("after a crash: %v nodes", got)
	}
	server.Shutdown()
}

func TestWays(t *testing.T) {
	nowhere := func(context.Context) bool { return false }
	folder := func() (string, error) { return t.TempDir(), nil }
	for _, test := range []struct {
		name string
		env  settings
		want string
	}{
		{"off", settings{off: true}, "skipped: no Neo4j to test with: set READFIRST_TEST_NEO4J_URI, start Docker, or set " +
			"READFIRST_TEST_NEO4J=download once (116 MB; needs Java 17 and Maven) (it is off by READFIRST_TEST_NEO4J)"},
		{"no jars", settings{}, "skipped: no Neo4j to test with: "},
		{"no home", settings{cache: func() (string, error) { return "", errors.New("$HOME is not defined") }}, "skipped: no Neo4j to test with: "},
		{"ci", settings{ci: true}, "with CI=true it is not skipped"},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := test.env
			env.docker = nowhere
			if env.cache == nil {
				env.cache = folder
			}
			_, _, err := env.start(t.Context())
			if err == nil {
				t.Fatal("started")
			}
			if got := lastWords(t, func(tb testing.TB) { giveUp(tb, env, err) }); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	for _, test := range []struct {
		mode, ci      string
		off, download bool
	}{
		{"", "", false, false},
		{"off", "", true, false},
		{"download", "", false, true},
		{"", "true", false, true},
		{"off", "true", false, true},
	} {
		t.Setenv("CI", test.ci)
		t.Setenv(envMode, test.mode)
		if env := environment(); env.off != test.off || env.download != test.download {
			t.Errorf("%+v: off %v, download %v", test, env.off, env.download)
		}
	}
}

func TestHoldRefusesAStranger(t *testing.T) {
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go func() {
		if conn, err := listener.Accept(); err == nil {
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
		}
	}()
	if _, err := hold(t.Context(), listener.Addr().String(), "token"); err == nil {
		t.Error("took a web server for Neo4j")
	}
}

func TestPasswordIsNotPrinted(t *testing.T) {
	server := Server{URI: "neo4j://db:7687", User: "neo4j", Password: "sesame"}
	if got := fmt.Sprintf("%v %+v", server, server); strings.Contains(got, "sesame") {
		t.Error(got)
	}
}
