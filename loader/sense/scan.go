package sense

import (
	"bytes"
	"slices"

	"github.com/readfirst/readfirst/loader/match"
)

// Scan finds the places on a page where names may be, and counts what its code has.
func (f *Finder) Scan(p *Page) {
	d := f.pool.Get().(*desk)
	defer f.pool.Put(d)
	p.titled, p.marked = p.titled[:0], false
	d.matches = f.matcher.Find(d.matches[:0], match.Block{Text: []byte(p.Title)})
	for _, m := range d.matches {
		p.titled = append(p.titled, m.Concept)
	}
	d.headed = d.headed[:0]
	found := d.found[:0]
	for i := range p.Blocks {
		b := &p.Blocks[i]
		d.matches = f.matcher.Find(d.matches[:0], b.Block)
		p.marked = p.marked || len(b.Code) > 0
		if b.Level > 0 {
			d.headed = d.headed[:0]
			for _, m := range d.matches {
				d.headed = append(d.headed, m.Concept)
			}
		}
		for _, m := range d.matches {
			its := Found{Match: m, Block: int32(i), Score: 1}
			if m.Sense != match.Sure {
				its.sort = sortOf(b.Text[m.Start-b.Offset : m.End-b.Offset])
				its.headed = b.Level == 0 && slices.Contains(d.headed, m.Concept)
			} else if m.Code {
				its.syntax = syntaxOf(b.Text, m.Start-b.Offset, m.End-b.Offset)
			}
			found = append(found, its)
		}
	}
	p.Found = append(p.Found[:0], found...)
	d.found = found
}

// syntax says how code uses a name.
type syntax uint8

const (
	used     syntax = iota
	declared        // behind trait, class, def and the like
	typed           // before < or ::, behind :: or &
	quoted          // in a comment or a string, where it may be a word
)

// declaring words stand before a name that code declares, or implements.
var declaring = []string{"trait", "struct", "class", "enum", "interface", "protocol", "type", "impl", "def", "fn", "func", "function", "module",
	"mod", "macro_rules!", "union", "record", "object", "data", "newtype", "for", "import", "use", "defmodule", "extends", "implements", "instance"}

// syntaxOf reads how the name from start to end of a piece of code is used.
func syntaxOf(code []byte, start, end int) syntax {
	from := 1 + bytes.LastIndexByte(code[:start], '\n')
	line := code[from:start]
	if inComment(line) {
		return quoted
	}
	rest := code[end:]
	if bytes.HasPrefix(rest, []byte("<")) || bytes.HasPrefix(rest, []byte("::")) || bytes.HasSuffix(line, []byte("::")) || bytes.HasSuffix(line, []byte("&")) {
		return typed
	}
	if before := bytes.TrimRight(line, " "); len(before) < len(line) {
		word := before[1+bytes.LastIndexAny(before, " \t(<"):]
		for _, d := range declaring {
			if string(word) == d {
				return declared
			}
		}
	}
	return used
}

// inComment says that what follows on a line of code is a comment or within a string.
func inComment(line []byte) bool {
	if bytes.Contains(line, []byte("//")) || bytes.Contains(line, []byte("/*")) || bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("# ")) || bytes.HasPrefix(line, []byte("* ")) {
		return true
	}
	return bytes.Count(line, []byte{'"'})%2 == 1
}
