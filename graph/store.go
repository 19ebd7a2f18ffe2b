package graph

import "context"

// Store keeps the record: claims, decisions and the changes that made them.
// All methods may be called from several goroutines; several processes may use
// one store at once. Every error is one clear sentence without secrets; those
// that callers tell apart are in errors.go.
type Store interface {
	// Apply makes the batch's sources claim exactly what the batch says, and the patched ones what their patches name; it drops
	// the unloaded sources with the decisions in their files, and makes and takes
	// back decisions: in one transaction, under a lock that other Apply calls wait for. It writes only
	// the difference to what is there. If there is one, the revision goes up by
	// one and the Change is kept in the history in the same transaction; if
	// there is none, the revision stays and the Change has no edits. A decision
	// that the batch both makes and takes back is made.
	//
	// Refused, with nothing written: an invalid batch and claims whose ends no
	// source claims afterwards, also those of other sources (Faults); a graph
	// that isn't at Base (ErrConflict); a difference over the store's limit
	// of edits (ErrTooLarge). Loops are allowed. Unloading what isn't there changes
	// nothing, and so does taking back a decision that wasn't made.
	//
	// Of a batch that is a DryRun nothing is written, and nothing is kept of it: its Change
	// is the one that the same batch would make now, with what would stand there (New, Decided) in each edit.
	//
	// A batch whose Load is in the history is not applied again, whatever its
	// Base: the Change of then comes back. So Apply can be called again when its outcome is unknown,
	// and does so by itself when the connection is lost during the commit.
	Apply(ctx context.Context, b *Batch) (*Change, error)

	// Revision gives the graph's revision; 0 for the empty store.
	Revision(ctx context.Context) (Revision, error)

	// Read gives all claims and decisions, all of one revision, sorted as
	// State promises, without article texts and quotes.
	Read(ctx context.Context) (*State, error)

	// Close lets go of connections and files. Nothing is called after it.
	Close() error
}

// EvidenceReader reads quotes, which stores leave out of a State.
type EvidenceReader interface {
	// Evidence gives, for each key of a mention or link claim in order, the quotes of all
	// sources' claims with these ends (the key's Tag is ignored), by source id;
	// none for what isn't there. One statement, however many keys.
	Evidence(ctx context.Context, keys []ClaimKey) ([][]Evidence, error)
}

// TextReader reads article texts, which stores leave out of a State.
type TextReader interface {
	// Texts gives each article's text in order: of the sources that have one,
	// that of the claim which merging puts first; "" where there is none.
	Texts(ctx context.Context, articles []ID) ([]string, error)
}

// TextSearcher finds articles by their texts, which stores leave out of a State.
type TextSearcher interface {
	// SearchTexts gives the articles that hold what the query asks for, as [ArticleTerms.Hold]
	// defines it on what [TermsOf] gives for all claims on them: the best first, equals by id,
	// MaxTextHits at most. Which are the best is for the store to say. A query without
	// phrases finds nothing; none is an error. One statement.
	SearchTexts(ctx context.Context, q Query) ([]TextHit, error)
}

// Historian reads the changes that made the graph what it is.
type Historian interface {
	// History gives the changes after a revision, oldest first, `limit` at most; none for a limit below 1.
	History(ctx context.Context, after Revision, limit int) ([]Change, error)
}

// State is all that a store holds at one revision.
type State struct {
	Revision  Revision
	Sources   []SourceClaims // by source id; claims of each kind by their key, in byte order
	Decisions []Decision     // by After, Before and Source, in byte order
}
