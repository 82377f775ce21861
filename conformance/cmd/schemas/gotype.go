package main

import (
	"reflect"
	"strings"
)

// addType defines a Go type, and those of its module that it needs, by its fields as JSON knows them. It is for the few
// types that an engine generates no definition of.
func (d definitions) addType(value any) { d.typeOf(reflect.TypeOf(value)) }

func (d definitions) typeOf(t reflect.Type) schema {
	switch t.Kind() {
	case reflect.Pointer:
		return d.typeOf(t.Elem())
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int32, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return schema{"type": "string"}
		}
		return schema{"type": "array", "items": d.typeOf(t.Elem())}
	}
	path := t.PkgPath() + "." + t.Name()
	if d[restName(path)] == nil {
		d[restName(path)] = d.structOf(t)
	}
	return refTo(path)
}

func (d definitions) structOf(t reflect.Type) schema {
	fields := map[string]any{}
	required := map[string]bool{}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		switch name {
		case "":
		case "status":
			fields[name] = schema{}
		default:
			fields[name] = d.typeOf(t.Field(i).Type)
			required[name] = options != "omitempty"
		}
	}
	return schema{"type": "object", "properties": fields, "required": keysOf(required)}
}
