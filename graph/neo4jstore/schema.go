package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
)

// A migration leads from one schema version to the next. All of its parts can
// be run twice, since Neo4j has no transaction that changes the schema and data.
type migration struct {
	schema []string                            // in one transaction
	fill   func(*Store, context.Context) error // in others, while nobody applies anything
	data   []string                            // in another, which moves the version
}

// migrations[0] makes version 1 of an empty database.
var migrations = []migration{{
	schema: []string{
		"CREATE CONSTRAINT readfirst_meta IF NOT EXISTS FOR (n:ReadfirstMeta) REQUIRE n.id IS UNIQUE",
		"CREATE CONSTRAINT readfirst_lock IF NOT EXISTS FOR (n:ReadfirstLock) REQUIRE n.id IS UNIQUE",
		"CREATE CONSTRAINT readfirst_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
		"CREATE CONSTRAINT readfirst_subject IF NOT EXISTS FOR (n:Subject) REQUIRE n.id IS UNIQUE",
		"CREATE CONSTRAINT readfirst_series IF NOT EXISTS FOR (n:Series) REQUIRE n.id IS UNIQUE",
		"CREATE CONSTRAINT readfirst_decision IF NOT EXISTS FOR (n:Decision) REQUIRE (n.after, n.before) IS UNIQUE",
		"CREATE CONSTRAINT readfirst_change IF NOT EXISTS FOR (n:Change) REQUIRE n.revision IS UNIQUE",
		"CREATE INDEX readfirst_change_load IF NOT EXISTS FOR (n:Change) ON (n.load)",
		"CREATE INDEX readfirst_concept_name IF NOT EXISTS FOR (n:Concept) ON (n.name)",
		"CREATE INDEX readfirst_article_title IF NOT EXISTS FOR (n:Article) ON (n.title)",
		"CREATE INDEX readfirst_claimed_series IF NOT EXISTS FOR ()-[r:CLAIMS]-() ON (r.series)",
		"CREATE INDEX readfirst_mentions_source IF NOT EXISTS FOR ()-[r:MENTIONS]-() ON (r.source)",
		"CREATE INDEX readfirst_prerequisite_source IF NOT EXISTS FOR ()-[r:PREREQUISITE]-() ON (r.source)",
	},
	data: []string{
		"MERGE (l:ReadfirstLock {id: 'apply'})",
		"MERGE (m:ReadfirstMeta {id: 'readfirst'}) ON CREATE SET m.schema = 0, m.revision = 0",
	},
}, {
	// Version 2: sources have audiences. There is nothing to change; but a program that doesn't know of them must not write.
}, {
	// Version 3: decisions stand in files of sources too.
	schema: []string{
		"DROP CONSTRAINT readfirst_decision IF EXISTS",
		"CREATE CONSTRAINT readfirst_decision_of IF NOT EXISTS FOR (n:Decision) REQUIRE (n.after, n.before, n.source) IS UNIQUE",
	},
	data: []string{"MATCH (d:Decision) WHERE d.source IS NULL SET d.source = ''"},
}, {
	// Version 4: full-text search.
	schema: []string{
		"CREATE CONSTRAINT readfirst_terms_id IF NOT EXISTS FOR (n:ReadfirstTerms) REQUIRE n.id IS UNIQUE",
		createTermsIndex,
	},
	fill: (*Store).indexAll,
}, {
	// Version 5: large loads are staged.
	schema: []string{"CREATE INDEX readfirst_staged IF NOT EXISTS FOR (n:Staged) ON (n.token)"},
}, {
	// Version 6: what was worked out says how sure it is, and why. There is nothing to change, as for version 2.
}, {
	// Version 7: sources that came with a program have a version. There is nothing to change, as for version 2.
}}

const (
	awaitIndexes = "CALL db.awaitIndexes(toInteger($seconds))"
	moveSchema   = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) WHERE m.schema = $from SET m.schema = $from + 1"
)

// longestIndexing is how long Neo4j may take to fill new indexes.
const longestIndexing = 5 * time.Minute

// meta is the store's own record.
type meta struct {
	schema   int
	revision graph.Revision
	pending  pending
}

const metaRecord = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) RETURN m.schema, m.revision, m.pending, m.pending_parts"

// readMeta reads the record; schema 0 means that there is none.
func readMeta(ctx context.Context, tx runner) (meta, error) {
	var m meta
	err := query(ctx, tx, metaRecord, nil, func(c *cells) error {
		m = meta{schema: c.int(), revision: graph.Revision(c.int()), pending: pending{token: c.str(), parts: c.int()}}
		return nil
	})
	return m, err
}

// check refuses a database that another version of readfirst has prepared
// differently in the meantime, or that somebody has emptied.
func (m meta) check() error {
	switch {
	case m.schema > len(migrations):
		return fmt.Errorf("%w: its schema is version %d, this program knows versions up to %d", graph.ErrNewer, m.schema, len(migrations))
	case m.schema < len(migrations):
		return fmt.Errorf("%w: its record of the revision is gone or old; start again to have it prepared", graph.ErrCorrupt)
	}
	return nil
}

// ready sees to it that the database has been prepared: the first call that can
// reach it does that, and others wait.
func (s *Store) ready(ctx context.Context) error {
	if s.prepared.Load() {
		return nil
	}
	select {
	case s.preparing <- struct{}{}:
		defer func() { <-s.preparing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.prepared.Load() {
		return nil
	}
	err := s.prepare(ctx)
	s.prepared.Store(err == nil)
	return err
}

// prepare brings the database's schema up to this program's version.
func (s *Store) prepare(ctx context.Context) error {
	err := watched(ctx, s.options.ConnectTimeout, func(ctx context.Context, _ *watch) error { return s.driver.VerifyConnectivity(ctx) })
	if err != nil {
		return err
	}
	var m meta
	err = s.readNow(ctx, func(ctx context.Context, tx runner) (err error) {
		m, err = readMeta(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for version := m.schema; version < len(migrations); version++ {
		if err := s.migrate(ctx, version); err != nil {
			return err
		}
		m.schema = version + 1
	}
	return m.check()
}

// migrate leads from one version to the next, also when somebody else does it
// at the same time.
func (s *Store) migrate(ctx context.Context, from int) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer closeQuietly(ctx, session)
	inOne := func(p params, statements ...string) error {
		return watched(ctx, s.options.Timeout+longestIndexing, func(ctx context.Context, w *watch) error {
			_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
				return nil, runAll(ctx, runner{tx, w}, statements, p)
			})
			return err
		})
	}
	if err := inOne(nil, migrations[from].schema...); err != nil {
		return err
	}
	if err := inOne(params{"seconds": longestIndexing.Seconds()}, awaitIndexes); err != nil {
		return err
	}
	moving := slices.Concat(migrations[from].data, []string{moveSchema})
	if migrations[from].fill == nil {
		return inOne(params{"from": from}, moving...)
	}
	return s.writeOnce(ctx, nil, func(ctx context.Context, tx runner) (func() error, error) {
		if err := run(ctx, tx, takeLock, nil); err != nil {
			return nil, err
		}
		if err := migrations[from].fill(s, ctx); err != nil {
			return nil, err
		}
		return func() error { return runAll(ctx, tx, moving, params{"from": from}) }, nil
	})
}

func runAll(ctx context.Context, tx runner, statements []string, p params) error {
	for _, cypher := range statements {
		if err := run(ctx, tx, cypher, p); err != nil {
			return err
		}
	}
	return nil
}
