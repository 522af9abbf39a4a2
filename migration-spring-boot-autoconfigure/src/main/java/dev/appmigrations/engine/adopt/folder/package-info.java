/**
 * Other tools' folders: what their files say beside SQL, and writing them anew in our
 * form. It knows files and no database.
 */
@NullMarked
package dev.appmigrations.engine.adopt.folder;

import org.jspecify.annotations.NullMarked;
