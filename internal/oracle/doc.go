// Package oracle holds answers of the graph against those of programs that others wrote: least lists against an exact
// solver (gophersat), components and dominators against a graph library (gonum). It is a module of its own, so that readfirst doesn't
// depend on them, and holds tests alone.
package oracle
