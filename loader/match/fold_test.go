package match

import (
	"testing"
	"unicode/utf8"
)

// TestFoldCommon: the fast way agrees with the general one.
func TestFoldCommon(t *testing.T) {
	for r := rune(utf8.RuneSelf); r <= utf8.MaxRune; r++ {
		quick := foldRune(r)
		if quick < 0 {
			continue
		}
		// The last character is none of the common ones, so all go the general way.
		general := newFolder().fold([]byte(string(r) + "a" + string(r) + "ſ"))
		if want := string(quick) + "a" + string(quick) + "s"; string(general) != want {
			t.Errorf("%c: %q, but in general %q", r, want, general)
		}
	}
	if got := string(newFolder().fold([]byte("ΣΊΣΥΦΟΣ Straße ЖЁЏ Ünï’s"))); got != "σίσυφοσ strasse жёџ ünï's" {
		t.Errorf("folded to %q", got)
	}
}
