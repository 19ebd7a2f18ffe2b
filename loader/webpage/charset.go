package webpage

import (
	"bytes"
	"errors"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
)

// Why data are no text. Each says what to do behind its colon.
var (
	ErrCompressed = errors.New("the file is compressed: decompress it (gzip -d)")
	ErrBinary     = errors.New("a binary file, not text: remove it or give it another ending")
)

// Decode gives a web page or feed as UTF-8, line by line as it was. Its
// character set is, in this order, that of its byte order mark, of the HTTP
// headers that it was saved with (wget --save-headers; they are blanked
// out), of what it declares itself (<meta charset>, http-equiv, the XML
// declaration), of its bytes, or windows-1252.
//
// A declaration that can't be true counts nothing: UTF-8 whose bytes are none,
// and a Latin one of text that is UTF-8.
func Decode(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return nil, ErrCompressed
	}
	data, header := cutHeader(data)
	set := byMark(data)
	if set == nil {
		set = byZeros(data)
	}
	if set == nil && bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrBinary
	}
	if set == nil {
		set = declared(data, header)
	}
	if set == nil {
		set = guess(data)
	}
	text, err := set.NewDecoder().Bytes(data)
	if err != nil {
		return nil, err
	}
	return clean(text), nil
}

// IsPage says that a file of any name begins as web pages do.
func IsPage(data []byte) bool {
	const enough = 4096
	text, err := Decode(data[:min(len(data), enough)])
	if err != nil {
		return false
	}
	return pageStart.Match(text)
}

var pageStart = regexp.MustCompile(`(?i)^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:[^-]|-[^-])*-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]`)

// clean takes a byte order mark and control characters out, and makes all line ends one.
func clean(text []byte) []byte {
	text = bytes.TrimPrefix(bytes.ToValidUTF8(text, []byte("\uFFFD")), []byte("\uFEFF"))
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	return bytes.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
}

// cutHeader blanks out the HTTP headers before a page, and gives the content
// type that they name.
func cutHeader(data []byte) (rest []byte, contentType string) {
	const most = 16 << 10
	if !bytes.HasPrefix(data, []byte("HTTP/1.")) && !bytes.HasPrefix(data, []byte("HTTP/2")) {
		return data, ""
	}
	for at := 0; at < min(len(data), most); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			break
		}
		line := strings.TrimSpace(string(data[at : at+end]))
		at += end + 1
		if line == "" {
			return append(bytes.Repeat([]byte("\n"), bytes.Count(data[:at], []byte("\n"))), data[at:]...), contentType
		}
		if key, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(key, "Content-Type") {
			contentType = value
		}
	}
	return data, ""
}

var (
	littleEndian = utf16.UTF16(utf16.LittleEndian, utf16.UseBOM)
	bigEndian    = utf16.UTF16(utf16.BigEndian, utf16.UseBOM)
)

func byMark(data []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(data, []byte("\uFEFF")):
		return encoding.Nop
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return littleEndian
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return bigEndian
	}
	return nil
}

// byZeros knows UTF-16 without a mark by the zeros in every second byte.
func byZeros(data []byte) encoding.Encoding {
	const enough = 512
	var zeros [2]int
	head := data[:min(len(data), enough)&^1]
	for i, c := range head {
		zeros[i&1] += b2i(c == 0)
	}
	const share = 3 // a third of the characters
	switch {
	case len(head) < 4:
	case zeros[1] > len(head)/2/share && zeros[0] == 0:
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)
	case zeros[0] > len(head)/2/share && zeros[1] == 0:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	}
	return nil
}

// declared gives the encoding that headers or the page name, if it can be true.
func declared(data []byte, contentType string) encoding.Encoding {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	if set, _ := charset.Lookup(label); set == nil {
		label = ownLabel(data)
	}
	set, name := charset.Lookup(label)
	switch {
	case set == nil:
		return nil
	case strings.HasPrefix(name, "utf-16"): // it could be read as bytes
		name = "utf-8"
		set = encoding.Nop
	}
	runes, broken := multibyte(data)
	switch {
	case name == "utf-8" && broken > runes:
		return nil
	case name == "utf-8", name == "windows-1252" && runes > 0 && broken == 0:
		return encoding.Nop
	}
	return set
}

// multibyte counts the characters of UTF-8 that have several bytes, and the
// bytes that belong to none.
func multibyte(data []byte) (runes, broken int) {
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		runes += b2i(size > 1)
		broken += b2i(r == utf8.RuneError && size == 1)
		data = data[size:]
	}
	return runes, broken
}

// ownLabel finds what the page's first bytes say of its character set.
func ownLabel(data []byte) string {
	const far = 16 << 10 // beyond the 1,024 bytes of the standard: people put scripts first
	head := data[:min(len(data), far)]
	if label := xmlLabel(head); label != "" {
		return label
	}
	for z := html.NewTokenizer(bytes.NewReader(head)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, more := z.TagName(); more && string(name) == "meta" {
				if label := metaLabel(z); label != "" {
					return label
				}
			} else if string(name) == "body" {
				return ""
			}
		}
	}
}

// xmlLabel reads the encoding of an XML declaration.
func xmlLabel(head []byte) string {
	head = bytes.TrimLeft(head, " \t\r\n")
	end := bytes.Index(head, []byte("?>"))
	if !bytes.HasPrefix(head, []byte("<?xml")) || end < 0 {
		return ""
	}
	_, label, found := strings.Cut(string(head[:end]), "encoding")
	label = strings.TrimLeft(label, " \t\r\n=")
	if !found || label == "" || label[0] != '"' && label[0] != '\'' {
		return ""
	}
	label, _, _ = strings.Cut(label[1:], label[:1])
	return label
}

func metaLabel(z *html.Tokenizer) string {
	isType, label := false, ""
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "charset":
			return string(value)
		case "http-equiv":
			isType = strings.EqualFold(string(value), "content-type")
		case "content":
			if _, params, err := mime.ParseMediaType(string(value)); err == nil {
				label = params["charset"]
			}
		}
	}
	if isType {
		return label
	}
	return ""
}

// guess finds the encoding by the bytes.
func guess(data []byte) encoding.Encoding {
	if utf8.Valid(data) {
		return encoding.Nop
	}
	const enough = 256 << 10
	results, err := chardet.NewHtmlDetector().DetectAll(data[:min(len(data), enough)])
	if err != nil {
		return charmap.Windows1252
	}
	const least, likelier = 10, 20 // the web is mostly windows-1252 where it isn't UTF-8
	best, confidence, name := encoding.Encoding(charmap.Windows1252), least, ""
	for _, r := range results { // of equal confidence in the order of chance
		set, its := charset.Lookup(strings.ReplaceAll(r.Charset, "GB-18030", "gb18030"))
		if set == nil || its == "utf-8" || strings.HasPrefix(its, "utf-16") {
			continue
		}
		sure := r.Confidence + likelier*b2i(its == "windows-1252")
		if sure > confidence || sure == confidence && its < name {
			best, confidence, name = set, sure, its
		}
	}
	return best
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
