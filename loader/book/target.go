package book

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/loader/page"
)

// target is what a directive includes.
type target struct {
	file       string
	lines      lines
	properties []string          // of a playground
	args       map[string]string // of a template
}

// targetOf reads what follows a directive's name: a file, in quotation marks if there are
// spaces in its path, and lines or arguments. false if it isn't to be understood.
func targetOf(d found) (target, bool) {
	rest := d.rest
	withLines := d.name == "include" || d.name == "rustdoc_include"
	t := target{lines: lines{to: math.MaxInt, shown: d.name == "rustdoc_include"}}
	if strings.HasPrefix(rest, `"`) {
		var ok bool
		if t.file, rest, ok = quoted(rest); !ok {
			return t, false
		}
		rest = strings.TrimSpace(rest)
		if after, ok := strings.CutPrefix(rest, ":"); ok && withLines {
			t.lines.read(after)
		}
	} else {
		end := strings.IndexAny(rest+" ", " \t\r\n")
		t.file, rest = rest[:end], rest[end:]
		if withLines {
			var which string
			t.file, which, _ = strings.Cut(t.file, ":")
			t.lines.read(which)
		}
	}
	switch d.name {
	case "playground", "playpen":
		t.properties = strings.Fields(rest)
	case "template":
		t.args = arguments(rest)
	}
	return t, t.file != ""
}

// quoted reads a path in quotation marks, in which backslashes escape.
func quoted(s string) (inner, rest string, ok bool) {
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return out.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		out.WriteByte(s[i])
	}
	return "", "", false
}

var argumentName = regexp.MustCompile(`(?:^|\s)([^\s=]+)=`)

// arguments reads name=value pairs, where values may have spaces.
func arguments(s string) map[string]string {
	args := map[string]string{}
	names := argumentName.FindAllStringSubmatchIndex(s, -1)
	for i, m := range names {
		end := len(s)
		if i+1 < len(names) {
			end = names[i+1][0]
		}
		args[s[m[2]:m[3]]] = strings.TrimSpace(s[m[1]:end])
	}
	return args
}

// lines says which lines of a file are included.
type lines struct {
	from, to int    // counted from 0, to not among them
	anchor   string // instead: what stands between lines with ANCHOR: and ANCHOR_END: and this name
	shown    bool   // of what an author hides the rest of, so that an anchor may come again
}

// read reads lines as they are written: "2", "2:5", "2:", ":5", "anchor".
func (l *lines) read(s string) {
	parts := strings.SplitN(s, ":", 3)
	first, err := strconv.ParseUint(parts[0], 10, 31)
	switch {
	case err == nil:
		l.from = max(int(first)-1, 0)
		l.to = l.from + 1
	case parts[0] != "":
		l.anchor = parts[0]
		return
	}
	if len(parts) > 1 {
		l.to = math.MaxInt
		if last, err := strconv.ParseUint(parts[1], 10, 31); err == nil {
			l.to = int(last)
		}
	}
}

// String names the lines for people.
func (l lines) String() string {
	switch {
	case l.anchor != "":
		return fmt.Sprintf("anchor %q with lines in it", l.anchor)
	case l.to == math.MaxInt:
		return fmt.Sprintf("lines from %d", l.from+1)
	}
	return fmt.Sprintf("lines %d to %d", l.from+1, l.to)
}

var (
	anchorStart = regexp.MustCompile(`ANCHOR:\s*([\pL\pN\pM_-]+)`)
	anchorEnd   = regexp.MustCompile(`ANCHOR_END:\s*([\pL\pN\pM_-]+)`)
)

// of gives the lines of a file, without the last line end.
func (l lines) of(data []byte, file string) page.Composed {
	var out page.Composed
	within, done := false, false
	number, last := 0, -1 // the last line that was taken
	for at := 0; at < len(data) && number < l.to && !done; number++ {
		end := len(data)
		if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		take := number >= l.from
		if l.anchor != "" {
			take, within, done = l.anchored(data[at:end], within)
		}
		if take {
			if last < 0 || last != number-1 {
				out.Pieces = append(out.Pieces, page.Piece{At: len(out.Text), File: file, Offset: at, Line: number + 1})
			}
			out.Text = append(out.Text, data[at:end]...)
			last = number
		}
		at = end
	}
	out.Text = bytes.TrimSuffix(bytes.TrimSuffix(out.Text, []byte{'\n'}), []byte{'\r'})
	return out
}

// anchored says whether a line is one of the anchor's, and whether the next may be.
func (l lines) anchored(line []byte, within bool) (take, still, done bool) {
	start, end := anchorStart.FindSubmatch(line), anchorEnd.FindSubmatch(line)
	if !within {
		return false, start != nil && string(start[1]) == l.anchor, false
	}
	if end != nil && string(end[1]) == l.anchor {
		return false, false, !l.shown
	}
	return start == nil && end == nil, true, false
}

// plain is an error without the operation and path.
func plain(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file"
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}
