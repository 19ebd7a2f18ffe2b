package sqlitestore

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/readfirst/readfirst/graph"
)

//go:embed schema1.sql
var schema1 string

//go:embed schema2.sql
var schema2 string

//go:embed schema3.sql
var schema3 string

//go:embed schema4.sql
var schema4 string

//go:embed schema5.sql
var schema5 string

//go:embed schema6.sql
var schema6 string

// migrations lead from one version of the schema to the next: the first from
// an empty file to version 1. What is here is never changed, only added to.
var migrations = []string{schema1, schema2, schema3, schema4, schema5, schema6}

// fillings put into what a migration has made, by its version, what SQL can't work out.
var fillings = map[int]func(context.Context, *sql.Tx) error{4: indexAll}

const applicationID = 0x72646673

func checkVersion(version int) error {
	if version > len(migrations) {
		return fmt.Errorf("%w: its schema is version %d, this program knows %d: use the newer program",
			graph.ErrNewer, version, len(migrations))
	}
	return nil
}

// header is what a file says of itself without looking into its tables.
type header struct {
	application, version, tables int
}

func readHeader(ctx context.Context, q querier) (h header, err error) {
	err = q.QueryRowContext(ctx, `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id, pragma_user_version`).Scan(&h.application, &h.version, &h.tables)
	return h, err
}

// check says what is wrong with opening a file of this header.
func (h header) check() error {
	if h.application != applicationID && (h.tables > 0 || h.application != 0) {
		return fmt.Errorf("%w: it is a database of another program", graph.ErrCorrupt)
	}
	return checkVersion(h.version)
}

// migrate brings the file's schema up to date. A file that is up to date costs one read.
func (s *Store) migrate(ctx context.Context) error {
	h, err := readHeader(ctx, s.readers)
	if err == nil {
		err = h.check()
	}
	if err != nil || h.version == len(migrations) {
		return err
	}
	if err := s.switchToWAL(ctx); err != nil {
		return err
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect after the commit
	if h, err = readHeader(ctx, tx); err != nil {
		return err
	}
	if err := h.check(); err != nil {
		return err
	}
	for ; h.version < len(migrations); h.version++ { // none, if another process was faster
		if _, err := tx.ExecContext(ctx, migrations[h.version]); err != nil {
			return fmt.Errorf("migration to version %d: %w", h.version+1, err)
		}
		if fill := fillings[h.version+1]; fill != nil {
			if err := fill(ctx, tx); err != nil {
				return fmt.Errorf("migration to version %d: %w", h.version+1, err)
			}
		}
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, h.version+1)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// switchToWAL sets the journal mode, which stays with the file. While another
// process sets it too, SQLite refuses at once, whatever busy_timeout says.
func (s *Store) switchToWAL(ctx context.Context) error {
	for deadline := time.Now().Add(s.options.Patience); ; {
		_, err := s.writer.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
		var refused *sqlite.Error
		if !errors.As(err, &refused) || refused.Code()&0xff != codes.SQLITE_BUSY || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}
