"""Rules of courses as pure functions: what a picture is, when two drafts are the same, how a module moves."""
