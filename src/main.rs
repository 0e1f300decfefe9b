<<<<<<< HEAD
//! x
fn main(){}
=======
fn main() {}
>>>>>>> chromium
