package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/readfirst/readfirst/graph"
)

// maxGoldLine is the most bytes that a line of gold may have.
const maxGoldLine = 1 << 20

// ReadGold reads gold of one sort: a JSON object a line; empty lines, and lines that begin with //, say nothing.
// An unknown key is a fault. check says what a line lacks, or "".
func ReadGold[G any](file string, data []byte, faults *graph.Faults, check func(*G) string) []G {
	var gold []G
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	lines.Buffer(nil, maxGoldLine)
	number := 0
	for lines.Scan() {
		number++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) {
			continue
		}
		at := graph.Place{File: file, Line: number}
		var g G
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&g)
		if err == nil && decoder.More() {
			err = errors.New("more than one object")
		}
		if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("the object has no end")
			}
			faults.Add(at, "write one JSON object, as docs/formats.md shows", "this is no gold: %s", err)
			continue
		}
		if lack := check(&g); lack != "" {
			faults.Add(at, "write it, as docs/formats.md shows", "%s", lack)
			continue
		}
		gold = append(gold, g)
	}
	if err := lines.Err(); err != nil {
		faults.Add(graph.Place{File: file, Line: number + 1}, "write one short object a line", "%s", err)
	}
	return gold
}
