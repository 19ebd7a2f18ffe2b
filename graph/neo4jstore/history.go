package neo4jstore

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// editsChunk is how many bytes of compressed edits one node holds. They are
// kept beside the Change, so that looking at changes doesn't fetch them.
const editsChunk = 1 << 20

const (
	writeChange = "CREATE (c:Change {revision: $revision, token: $token, rows: $rows}) SET c += $p"
	writeEdits  = "MATCH (c:Change {revision: $revision}) UNWIND $rows AS row CREATE (c)-[:EDITS]->(:Edits {part: row.piece, gzip: row.gzip})"
	ownEdits    = "MATCH (c:Change {revision: $revision}) MATCH (e:Edits:Staged {token: $token}) CREATE (c)-[:EDITS]->(e) REMOVE e:Staged, e.token"

	changeColumns = "c.revision, c.by, c.why, c.load, e.part, e.gzip"
	changeByLoad  = "MATCH (c:Change {load: $load})-[:EDITS]->(e:Edits) RETURN " + changeColumns
	changeByToken = "MATCH (c:Change {revision: $revision, token: $token})-[:EDITS]->(e:Edits) RETURN " + changeColumns
	changesAfter  = `MATCH (c:Change) WHERE c.revision > $after WITH c ORDER BY c.revision LIMIT $limit
MATCH (c)-[:EDITS]->(e:Edits) RETURN ` + changeColumns
)

// packing packs edits for the history while other work is done.
type packing struct {
	done   chan struct{}
	packed []byte
	err    error
}

func startPacking(edits []graph.Edit) *packing {
	p := &packing{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.packed, p.err = pack(edits)
	}()
	return p
}

func (p *packing) wait() ([]byte, error) {
	<-p.done
	return p.packed, p.err
}

// keep writes the Change into the history.
func (a *applying) keep(ctx context.Context, history *packing) error {
	p := properties{}
	p.text("by", a.change.By)
	p.text("why", a.change.Why)
	p.text("load", a.change.Load)
	revision := a.change.Revision
	err := run(ctx, a.tx, writeChange, params{"revision": revision, "token": a.token, "rows": len(a.edits), "p": map[string]any(p)})
	if err != nil {
		return err
	}
	packed, err := history.wait()
	if err != nil {
		return err
	}
	if a.log == nil {
		return run(ctx, a.tx, writeEdits, params{"revision": revision, "rows": pieces(packed)})
	}
	for rows := range slices.Chunk(pieces(packed), 4) {
		if err := a.store.writeAside(ctx, writeEdited, params{"token": a.log.token, "rows": rows}); err != nil {
			return err
		}
	}
	return run(ctx, a.tx, ownEdits, params{"revision": revision, "token": a.log.token})
}

// earlier finds the change that this batch has made already: by its Load, or,
// after a lost connection, by the token of this very Apply.
func (a *applying) earlier(ctx context.Context) (*graph.Change, error) {
	if a.batch.Load != "" {
		return oneChange(readChanges(ctx, a.tx, changeByLoad, params{"load": a.batch.Load}))
	}
	if a.tried == 0 {
		return nil, nil
	}
	return oneChange(readChanges(ctx, a.tx, changeByToken, params{"revision": a.tried, "token": a.token}))
}

func oneChange(changes []graph.Change, err error) (*graph.Change, error) {
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	return &changes[0], nil
}

// History implements graph.Historian.
func (s *Store) History(ctx context.Context, after graph.Revision, limit int) ([]graph.Change, error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	var changes []graph.Change
	err := s.read(ctx, func(ctx context.Context, tx runner) (err error) {
		changes, err = readChanges(ctx, tx, changesAfter, params{"after": after, "limit": limit})
		return err
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return changes, nil
}

type part struct {
	number int
	gzip   []byte
}

// readChanges gives the changes of a statement that returns changeColumns, oldest first.
func readChanges(ctx context.Context, tx runner, cypher string, p params) ([]graph.Change, error) {
	changes := map[graph.Revision]*graph.Change{}
	parts := map[graph.Revision][]part{}
	err := query(ctx, tx, cypher, p, func(c *cells) error {
		change := graph.Change{Revision: graph.Revision(c.int()), By: c.str(), Why: c.str(), Load: c.str()}
		changes[change.Revision] = &change
		parts[change.Revision] = append(parts[change.Revision], part{c.int(), c.bytes()})
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]graph.Change, 0, len(changes))
	for revision, change := range changes {
		if change.Edits, err = unpack(parts[revision]); err != nil {
			return nil, err
		}
		list = append(list, *change)
	}
	slices.SortFunc(list, func(x, y graph.Change) int { return cmp.Compare(x.Revision, y.Revision) })
	return list, nil
}

func pack(edits []graph.Edit) ([]byte, error) {
	return packList(len(edits), func(i int) any { return &edits[i] })
}

// packList compresses a JSON list, an element at a time.
func packList(n int, element func(i int) any) ([]byte, error) {
	var packed bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed) // the level is a valid one
	encoder := json.NewEncoder(zip)
	before := "["
	for i := range n {
		_, _ = io.WriteString(zip, before) // into memory
		if err := encoder.Encode(element(i)); err != nil {
			return nil, err
		}
		before = ","
	}
	_, _ = io.WriteString(zip, "]")
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func unpack(parts []part) ([]graph.Edit, error) {
	slices.SortFunc(parts, func(x, y part) int { return cmp.Compare(x.number, y.number) })
	var packed bytes.Buffer
	for _, p := range parts {
		packed.Write(p.gzip)
	}
	var edits []graph.Edit
	zip, err := gzip.NewReader(&packed)
	if err == nil {
		err = json.NewDecoder(zip).Decode(&edits)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the edits of a change can't be unpacked: %w", graph.ErrCorrupt, err)
	}
	return edits, nil
}
