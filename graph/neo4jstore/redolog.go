package neo4jstore

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// A redoLog is the difference of a staged load (docs/decisions/0016-staged-loads.md):
// its edits in placingOrder, in parts that a transaction each can bear. In the database a part is
// one or more :Staged nodes with pieces of its gzip.
type redoLog struct {
	token string
	parts [][]*edit
}

// pending says which log has been committed and isn't in place yet.
type pending struct {
	token string // "": none
	parts int
}

const (
	writeLog = `UNWIND $rows AS row MERGE (l:Staged {token: $token, part: $part, piece: row.piece})
SET l.pieces = row.pieces, l.first = $first, l.last = $last, l.gzip = row.gzip`
	writeEdited = "UNWIND $rows AS row MERGE (e:Staged:Edits {token: $token, part: row.piece}) SET e.gzip = row.gzip"

	logParts = "MATCH (l:Staged {token: $token}) WHERE l.piece = 0 RETURN l.part, l.first, l.last"
	logPart  = "MATCH (l:Staged {token: $token}) WHERE l.part = $part AND l.piece IS NOT NULL RETURN l.piece, l.pieces, l.gzip ORDER BY l.piece"
)

// stage writes the edits into a log, over other connections than that of the
// lock, and what the history says of them too.
func (a *applying) stage(ctx context.Context, order []*edit) error {
	log := &redoLog{token: rand.Text(), parts: cut(order, max(1, a.store.options.StageRows/partsOfStage))}
	for i, part := range log.parts {
		packed, err := packLog(part)
		if err != nil {
			return err
		}
		p := params{"token": log.token, "part": i, "first": part[0].span(), "last": part[len(part)-1].span(), "rows": pieces(packed)}
		if err := a.store.writeAside(ctx, writeLog, p); err != nil {
			return err
		}
	}
	a.log = log
	return nil
}

// writeAside runs a statement in a transaction of its own. It may run twice.
func (s *Store) writeAside(ctx context.Context, cypher string, p params) error {
	return s.write(ctx, nil, func(ctx context.Context, tx runner) (func() error, error) {
		return done, run(ctx, tx, cypher, p)
	})
}

// done is the last step of work that has nothing to do at the commit.
func done() error { return nil }

// cut cuts edits into parts of so many rows.
func cut(order []*edit, most int) [][]*edit {
	var parts [][]*edit
	first, rows := 0, 0
	for i, e := range order {
		n := e.rows()
		if rows > 0 && rows+n > most {
			parts = append(parts, order[first:i])
			first, rows = i, 0
		}
		rows += n
	}
	return append(parts, order[first:])
}

// pieces cuts packed text into rows of what one node holds.
func pieces(packed []byte) []any {
	rows := make([]any, 0, len(packed)/editsChunk+1)
	n := (len(packed) + editsChunk - 1) / editsChunk
	for piece := range slices.Chunk(packed, editsChunk) {
		rows = append(rows, params{"piece": len(rows), "pieces": n, "gzip": piece})
	}
	return rows
}

// span tells where an edit is among those of a log: they are in the order of spans.
func (e *edit) span() string { return spanOf(e.stage(), e.Key.Kind, e.Key.A) }

func spanOf(stage int, of graph.ClaimKind, id graph.ID) string {
	return fmt.Sprintf("%d%d%s", stage, of, id)
}

// logged is an edit in a log.
type logged[C any] struct {
	graph.Edit
	New     C               `json:"new"`
	Decided *graph.Decision `json:"decided,omitempty"`
	Element string          `json:"element,omitempty"`
	Shared  bool            `json:"shared,omitempty"`
}

func packLog(part []*edit) ([]byte, error) {
	return packList(len(part), func(i int) any {
		e := part[i]
		l := logged[graph.Claim]{Edit: e.Edit, New: e.New, Decided: e.Decided, Element: e.element, Shared: e.shared}
		l.Old = nil // the history has it
		return &l
	})
}

// errCutLog: a log isn't whole. Without the lock it may be that all of it has
// been put in place meanwhile.
var errCutLog = fmt.Errorf("%w: the log of a staged load isn't whole", graph.ErrCorrupt)

// readPart reads a part of a log.
func readPart(ctx context.Context, tx runner, token string, part int) ([]*edit, error) {
	var packed bytes.Buffer
	want, got := 1, 0
	err := query(ctx, tx, logPart, params{"token": token, "part": part}, func(c *cells) error {
		if c.int() == got {
			got++
		}
		want = c.int()
		packed.Write(c.bytes())
		return nil
	})
	if err != nil {
		return nil, err
	}
	if got != want {
		return nil, errCutLog
	}
	return unpackLog(&packed)
}

func unpackLog(packed io.Reader) ([]*edit, error) {
	var list []logged[json.RawMessage]
	zip, err := gzip.NewReader(packed)
	if err == nil {
		err = json.NewDecoder(zip).Decode(&list)
	}
	if err != nil {
		return nil, corruptLog(err)
	}
	edits := make([]*edit, len(list))
	for i := range list {
		l := &list[i]
		e := &edit{Edit: l.Edit, element: l.Element, shared: l.Shared}
		e.Decided = l.Decided
		if e.Op != graph.Removed && e.Key.Kind != graph.OfDecision {
			e.New = graph.NewClaim(e.Key.Kind)
			if err := json.Unmarshal(l.New, e.New); err != nil {
				return nil, corruptLog(err)
			}
		}
		edits[i] = e
	}
	return edits, nil
}

func corruptLog(err error) error {
	return fmt.Errorf("%w: the log of a staged load can't be unpacked: %w", graph.ErrCorrupt, err)
}

// readLog reads all edits of a pending log; none if there is no such log.
func readLog(ctx context.Context, tx runner, p pending) ([]*edit, error) {
	if p.token == "" {
		return nil, nil
	}
	var edits []*edit
	for part := range p.parts {
		more, err := readPart(ctx, tx, p.token, part)
		if err != nil {
			return nil, err
		}
		edits = append(edits, more...)
	}
	return edits, nil
}

// readLogOn reads those edits of a pending log that are on one of the keys,
// whatever their tags. Only parts that may have any are unpacked.
func readLogOn(ctx context.Context, tx runner, p pending, keys []graph.ClaimKey) (map[from]*edit, error) {
	if p.token == "" {
		return nil, nil
	}
	wanted := map[graph.ClaimKey]bool{}
	for _, key := range keys {
		wanted[graph.ClaimKey{Kind: key.Kind, A: key.A, B: key.B}] = true
	}
	var parts []int
	seen := 0
	err := query(ctx, tx, logParts, params{"token": p.token}, func(c *cells) error {
		part, first, last := c.int(), c.str(), c.str()
		seen++
		for key := range wanted {
			if mayHold(first, last, key) {
				parts = append(parts, part)
				break
			}
		}
		return nil
	})
	if err == nil && seen != p.parts {
		err = errCutLog
	}
	if err != nil {
		return nil, err
	}
	found := map[from]*edit{}
	for _, part := range parts {
		edits, err := readPart(ctx, tx, p.token, part)
		if err != nil {
			return nil, err
		}
		for _, e := range edits {
			if wanted[graph.ClaimKey{Kind: e.Key.Kind, A: e.Key.A, B: e.Key.B}] {
				found[from{e.Source, e.Key}] = e
			}
		}
	}
	return found, nil
}

// mayHold says that an edit of the key may be between two spans.
func mayHold(first, last string, key graph.ClaimKey) bool {
	for stage := range 5 {
		if span := spanOf(stage, key.Kind, key.A); strings.Compare(first, span) <= 0 && strings.Compare(span, last) <= 0 {
			return true
		}
	}
	return false
}
