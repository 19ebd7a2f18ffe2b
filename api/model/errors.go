package model

import "fmt"

// Code is what programs tell errors apart by: `extensions.code`.
type Code string

// The codes.
const (
	NotFound        Code = "NOT_FOUND"       // a target that isn't there; extensions.suggestions has what is near
	Ambiguous       Code = "AMBIGUOUS"       // a target that means several things: extensions.candidates
	Invalid         Code = "INVALID"         // the request is wrong in itself
	Limit           Code = "LIMIT"           // the request asks for too much, or takes too long
	Unauthenticated Code = "UNAUTHENTICATED" // the token is missing or wrong
	Forbidden       Code = "FORBIDDEN"       // the token may not do that
	Unavailable     Code = "UNAVAILABLE"     // the store can't be read now; asking again later may help
	Internal        Code = "INTERNAL"        // a fault of this program; the log has the details
)

// Error is an error that a client may read.
type Error struct {
	Code    Code
	Message string
	Details map[string]any // further extensions
}

func (e *Error) Error() string { return e.Message }

// Errorf makes an error that a client may read.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
