// Lets a function of this package have its body in another one.
