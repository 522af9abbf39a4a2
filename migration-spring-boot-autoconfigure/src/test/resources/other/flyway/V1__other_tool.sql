CREATE TABLE other_tool ();
