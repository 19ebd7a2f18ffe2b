package neo4jtest

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

//go:embed server/Neo4jServer.java
var serverSource []byte

//go:embed server/pom.xml
var serverPOM []byte

const (
	oldestJava = 17
	usualHeap  = "-Xmx1g"
)

var javaVersion = regexp.MustCompile(`version "(\d+)`)

// findJava is the path of a Java that can run the server.
func findJava(ctx context.Context) (string, error) {
	java := "java"
	if home := os.Getenv("JAVA_HOME"); home != "" {
		java = filepath.Join(home, "bin", "java")
	}
	out, err := exec.CommandContext(ctx, java, "-version").CombinedOutput()
	if err != nil {
		return "", errNone
	}
	found := javaVersion.FindSubmatch(out)
	if found == nil {
		return "", errNone
	}
	if major, _ := strconv.Atoi(string(found[1])); major < oldestJava {
		return "", fmt.Errorf("%w (Java %d is there)", errNone, major)
	}
	return java, nil
}

// jars is the folder with the server's jars, fetched once if that is allowed.
// Processes that start at the same time wait for the one that fetches.
func (env settings) jars(ctx context.Context, run string) (string, error) {
	folder := strings.TrimSuffix(run, ".run")
	if isFolder(folder) {
		return folder, nil
	}
	maven, err := exec.LookPath("mvn")
	if err != nil || !env.download {
		return "", errNone
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(run, "download.lock")).Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	if isFolder(folder) {
		return folder, nil
	}
	work, err := os.MkdirTemp(run, "download-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(work) }()
	pom, lib := filepath.Join(work, "pom.xml"), filepath.Join(work, "lib")
	if err := os.WriteFile(pom, serverPOM, 0o600); err != nil {
		return "", err
	}
	fetch := exec.CommandContext(ctx, maven, "-q", "-B", "-f", pom, "dependency:copy-dependencies",
		"-DincludeScope=runtime", "-DoutputDirectory="+lib)
	if out, err := fetch.CombinedOutput(); err != nil {
		return "", fmt.Errorf("fetching Neo4j %s with Maven: %w\n%s", Version, err, out)
	}
	return folder, os.Rename(lib, folder) // whole or not at all
}

// process is a server that was started with Java.
type process struct {
	cmd    *exec.Cmd
	server Server
	lease  string // where users hold a connection open
	token  string // what comes over that connection first
}

// launch runs the server on a data folder and returns when it is ready. The process ends by itself, after a while, when no
// connection to its lease is open; prepare may change how it is run.
func launch(ctx context.Context, java, jars, data string, port int, linger time.Duration, keep bool,
	log string, prepare func(*exec.Cmd) error,
) (process, error) {
	source := filepath.Join(data, "Neo4jServer.java")
	if err := os.WriteFile(source, serverSource, 0o600); err != nil {
		return process{}, err
	}
	after := "remove"
	if keep {
		after = "keep"
	}
	p := process{token: rand.Text(), server: Server{URI: fmt.Sprintf("neo4j://127.0.0.1:%d", port)}}
	args := []string{usualHeap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"} // half the processor time of a default start
	for _, name := range []string{"java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"} {
		args = append(args, "--add-opens=java.base/"+name+"=ALL-UNNAMED")
	}
	args = append(args, "-cp", filepath.Join(jars, "*"), source,
		data, strconv.Itoa(port), p.token, strconv.FormatInt(linger.Milliseconds(), 10), after)
	p.cmd = exec.Command(java, args...) //nolint:noctx // it outlives the test that started it

	output, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return process{}, err
	}
	defer func() { _ = output.Close() }()
	read, write, err := os.Pipe()
	if err != nil {
		return process{}, err
	}
	defer func() { _ = read.Close() }()
	p.cmd.Stdout, p.cmd.Stderr = write, output
	err = prepare(p.cmd)
	_ = write.Close()
	if err != nil {
		return process{}, err
	}
	if err := read.SetReadDeadline(deadline(ctx, startTimeout)); err != nil {
		return process{}, err
	}
	p.lease, err = readLease(read)
	if err != nil {
		_ = p.cmd.Process.Kill()
		text, _ := os.ReadFile(log)
		return process{}, fmt.Errorf("Neo4j did not start: %w\n%s", err, text)
	}
	return p, nil
}

// readLease waits for the line "ready PORT".
func readLease(stdout io.Reader) (string, error) {
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if port, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			return "127.0.0.1:" + port, nil
		}
	}
	if err := lines.Err(); err != nil {
		return "", err
	}
	return "", errEnded
}

var errEnded = errors.New("it ended")

// hold connects to a server's lease. While the connection is open the server stays.
func hold(ctx context.Context, lease, token string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", lease)
	if err != nil {
		return nil, err
	}
	err = conn.SetReadDeadline(time.Now().Add(time.Minute))
	if err == nil {
		greeting := make([]byte, len(token)+1)
		_, err = io.ReadFull(conn, greeting)
		if err == nil && string(greeting) != token+"\n" {
			err = errors.New("another server answers there")
		}
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// isOpen says whether the other side still holds a connection over which nothing more is sent.
func isOpen(conn net.Conn) bool {
	if err := conn.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		return false
	}
	_, err := conn.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded)
}

// freePort is a loopback port that nobody listened on a moment ago.
func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("not a TCP address: %v", listener.Addr())
	}
	return address.Port, listener.Close()
}

// deadline is the end of a wait: the context's if that comes first.
func deadline(ctx context.Context, limit time.Duration) time.Time {
	end := time.Now().Add(limit)
	if d, ok := ctx.Deadline(); ok && d.Before(end) {
		return d
	}
	return end
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// isThere says whether a file exists; when it can't be told, it does.
func isThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// fileName turns any text into a short file name.
func fileName(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:16]
}
