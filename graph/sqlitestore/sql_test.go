package sqlitestore

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/readfirst/readfirst/graph/graphtest"
)

// The SQL that docs/sqlite.md shows does what it says.
func TestDocumentedSQL(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "sqlite.md"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store.db")
	store := open(t, path, Options{})
	if _, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	blocks := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 6 {
		t.Fatalf("docs/sqlite.md has %d blocks of SQL", len(blocks))
	}
	var firsts [][]string
	for _, block := range blocks {
		firsts = append(firsts, firstColumn(t, db, block[1]))
	}
	for _, id := range []string{"concept:future", "concept:ownership", "concept:pin"} {
		if !slices.Contains(firsts[0], id) {
			t.Errorf("what is needed before Pin is %v, without %s", firsts[0], id)
		}
	}
	if slices.Contains(firsts[0], "concept:unsafe") || slices.Contains(firsts[0], "concept:drop") {
		t.Errorf("what is needed before Pin is %v, with what is only recommended or suggested", firsts[0])
	}
	for i, found := range firsts[1:6] {
		if len(found) == 0 {
			t.Errorf("nothing is found by %s", blocks[i+1][1])
		}
	}
	if revision, err := store.Revision(t.Context()); err != nil || revision != 2 {
		t.Errorf("after the documented change the revision is %d, %v; want 2", revision, err)
	}
}

// firstColumn gives the texts in the first column of what a query finds.
func firstColumn(t *testing.T, db *sql.DB, query string) (found []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	dest := make([]any, len(columns))
	for i := range dest {
		dest[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		if text, ok := (*dest[0].(*any)).(string); ok {
			found = append(found, text)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	return found
}
