// Package loader turns articles and concept pages into claims.
//
// A load goes through these stages, a file each: the arguments become sources
// with their files (sources.go, files.go, config.go); files become documents
// (documents.go, a case for each of formats.go) with ids (ids.go); names are resolved (names.go); documents
// become claims on concepts and articles (claims.go), mentions (mentions.go,
// keys.go) and links (links.go, series.go); what people decided in files comes to it (desk.go, decided.go); the
// whole is checked (check.go), applied in one transaction and reported (report.go).
package loader

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"

	"github.com/readfirst/readfirst/graph"
)

// Options of a load.
type Options struct {
	Format  Format
	Source  string           // a name for the source; "": readfirst.yaml's, else the folder's or file's
	Bundled map[string]fs.FS // the files of sources that come with the program, by name: "corpus:rust"
	By, Why string           // for the history
	DryRun  bool             // write nothing; the report's Change tells what a load would do (see [graph.Batch])
	unmark  bool             // take the code marks out of pages before they are read
	// Progress, if not nil, is told how far the load is, often, one call at a time.
	Progress func(Progress)

	borrowed string // whose concepts are looked for, besides (see [InferOptions])
}

// Load reads the folders, files and bundled sources that the arguments name,
// and makes the store's claims of these sources what they now say: in one
// transaction, which a second load of the same changes nothing.
//
// What is wrong with the input comes back as [graph.Faults], all of it, and
// nothing is written. Places in faults begin with the argument as given.
func Load(ctx context.Context, store graph.Store, args []string, opt Options) (*Report, error) {
	docs, err := read(ctx, args, opt)
	if err != nil {
		return nil, err
	}
	const attempts = 5
	for i := 1; ; i++ {
		report, err := loadOnce(ctx, store, docs, opt)
		if !errors.Is(err, graph.ErrConflict) || i == attempts {
			return report, err
		}
	}
}

// loadOnce works the documents out against the graph as it is now, and applies them.
func loadOnce(ctx context.Context, store graph.Store, docs *documents, opt Options) (*Report, error) {
	state, err := store.Read(ctx)
	if err != nil {
		return nil, err
	}
	b, batch, after, err := docs.workOut(ctx, state, opt)
	if err != nil {
		return nil, err
	}
	docs.meter.begin(Writing, batch.Rows())
	change, err := store.Apply(ctx, batch)
	if err != nil {
		return nil, err
	}
	return b.report(after, change), nil
}

// workOut makes the batch of a load on a state, and the graph as it will be.
func (d *documents) workOut(ctx context.Context, state *graph.State, opt Options) (*builder, *graph.Batch, *graph.Snapshot, error) {
	b, err := build(ctx, state, d)
	if err != nil {
		return nil, nil, nil, err
	}
	batch := &graph.Batch{By: opt.By, Why: opt.Why, Load: rand.Text(), Base: &state.Revision, DryRun: opt.DryRun, Sources: b.sources}
	b.decide(state, batch)
	after := b.check(state, batch)
	if err := d.sorted(b.faults).Err(); err != nil {
		return nil, nil, nil, err
	}
	return b, batch, after, nil
}

// Prepared is what was read for a load that somebody else applies.
type Prepared struct {
	docs *documents
	opt  Options
}

// Prepare reads what the arguments name, as Load does.
func Prepare(ctx context.Context, args []string, opt Options) (*Prepared, error) {
	docs, err := read(ctx, args, opt)
	if err != nil {
		return nil, err
	}
	return &Prepared{docs, opt}, nil
}

// Batch works out on a state what a load would apply, with what it warns of. What is wrong with the input comes back as
// [graph.Faults], all of it. It may be called again, on another state.
func (p *Prepared) Batch(ctx context.Context, state *graph.State) (*graph.Batch, graph.Faults, error) {
	b, batch, _, err := p.docs.workOut(ctx, state, p.opt)
	if err != nil {
		return nil, nil, err
	}
	return batch, p.docs.sorted(b.warnings), nil
}
