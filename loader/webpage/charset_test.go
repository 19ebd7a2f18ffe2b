package webpage

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

const (
	russian  = "Тритоны живут в пруду, а жабы ходят по берегу. Вечером они поют громче лягушек, и никто не знает почему."
	japanese = "池の水はどこへ行くのか。カエルは夜に鳴き、イモリは静かに泳ぐ。春になると卵を産みます。"
	chinese  = "池塘里的青蛙在夜晚歌唱，蝾螈安静地游泳。春天来了，它们在水草之间产卵，水面上一片宁静。"
	korean   = "연못의 개구리는 밤에 노래하고 도롱뇽은 조용히 헤엄친다. 봄이 오면 알을 낳는다."
	french   = "Les grenouilles de l’étang chantent la nuit – « très fort », dit-on ; les tritons, eux, préfèrent se taire."
	polish   = "Żaby śpiewają głośno w nocy, a traszki pływają cicho. Wiosną składają jaja w zaroślach."
)

func encode(t testing.TB, label, text string) string {
	t.Helper()
	set, _ := charset.Lookup(label)
	if set == nil {
		t.Fatal("no character set", label)
	}
	bytes, err := set.NewEncoder().String(text)
	if err != nil {
		t.Fatal(label, err)
	}
	return bytes
}

func TestDeclaredCharsets(t *testing.T) {
	for label, text := range map[string]string{
		"windows-1251": russian, "KOI8-R": russian, "Shift_JIS": japanese, "EUC-JP": japanese, "ISO-2022-JP": japanese, "GBK": chinese,
		"gb2312": chinese, "Big5": "池塘裡的青蛙", "EUC-KR": korean, "windows-1252": french, "iso-8859-2": polish, "utf-8": russian + japanese,
	} {
		for _, declaration := range []string{
			`<meta charset="` + label + `">`, `<META CHARSET=` + label + `>`,
			`<meta http-equiv="Content-Type" content="text/html; charset=` + label + `">`,
			`<script>/*` + strings.Repeat("x", 3000) + `*/</script><meta charset='` + label + `'>`,
		} {
			page := "<!doctype html>\n<html><head>" + declaration + "</head><body><p>" + text
			checkDecoded(t, label, encode(t, label, page), page)
		}
		page := "<?xml version='1.0' encoding='" + label + "'?>\n<html><body>" + text
		checkDecoded(t, label+" in XML", encode(t, label, page), page)
		header := "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-type: text/html; charset=" + label + "\r\n\r\n"
		checkDecoded(t, label+" in a header", header+encode(t, label, "<p>"+text), "\n\n\n\n<p>"+text)
	}
}

func TestGuessedCharsets(t *testing.T) {
	for _, c := range []struct{ label, text string }{
		{"windows-1251", russian}, {"KOI8-R", russian}, {"Shift_JIS", japanese}, {"EUC-JP", japanese}, {"GBK", chinese},
		{"EUC-KR", korean}, {"windows-1252", french}, {"utf-8", russian}, {"utf-8", french},
	} {
		page := "<html><head><title>x</title></head><body><p>" + strings.Repeat(c.text+"</p>\n<p>", 3)
		checkDecoded(t, c.label, encode(t, c.label, page), page)
	}
	checkDecoded(t, "a few letters", "<p>It\x92s a na\xefve idea to go to a caf\xe9 by night.</p>", "<p>It’s a naïve idea to go to a café by night.</p>")
}

func TestUnicodeMarks(t *testing.T) {
	const page = "<html>\n<p>" + russian + "</p>"
	for _, order := range []unicode.Endianness{unicode.BigEndian, unicode.LittleEndian} {
		for _, policy := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			bytes, err := unicode.UTF16(order, policy).NewEncoder().String("<!doctype html><html lang=ru>" + page)
			if err != nil {
				t.Fatal(err)
			}
			checkDecoded(t, "UTF-16", bytes, "<!doctype html><html lang=ru>"+page)
		}
	}
	checkDecoded(t, "UTF-8 with a mark", "\uFEFF"+page, page)
}

// What a page says of itself isn't always true.
func TestWrongDeclarations(t *testing.T) {
	page := `<meta charset="iso-8859-1"><p>` + russian
	checkDecoded(t, "UTF-8 as Latin", page, page)
	page = `<meta charset="utf-16"><p>` + russian
	checkDecoded(t, "UTF-8 as UTF-16", page, page)
	page = `<meta charset="nonsense"><p>` + russian
	checkDecoded(t, "no such set", page, page)
	page = `<meta charset="utf-8"><p>` + french
	checkDecoded(t, "Latin as UTF-8", encode(t, "windows-1252", page), page)
	checkDecoded(t, "a broken character", `<meta charset="utf-8"><p>`+russian+"\xd0", `<meta charset="utf-8"><p>`+russian+"\uFFFD")
	checkDecoded(t, "control characters", "<p>a\x07b\x1bc\td", "<p>a b c\td")
}

func TestNoText(t *testing.T) {
	if _, err := Decode([]byte("\x1f\x8b\x08\x00\x00\x00\x00")); !errors.Is(err, ErrCompressed) {
		t.Error(err)
	}
	if _, err := Decode([]byte("<p>\x00\x00\x01binary")); !errors.Is(err, ErrBinary) {
		t.Error(err)
	}
}

func checkDecoded(t *testing.T, name, data, want string) {
	t.Helper()
	got, err := Decode([]byte(data))
	if err != nil || string(got) != want {
		t.Errorf("%s: %v\n got %.200q\nwant %.200q", name, err, got, want)
	}
}
