package dev.multiproc.launcher.run;

import java.util.Locale;

/** What a child does, with the name and the background colour of its lines; both come from the tutorials' programs. */
enum Role {
    PRODUCER("egon", "\033[44m"),
    CONSUMER("alex", "\033[45m");

    private final String baseName;
    private final String background;

    Role(String baseName, String background) {
        this.baseName = baseName;
        this.background = background;
    }

    String nameOf(int index) {
        return baseName + (index + 1);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    String background() {
        return background;
    }
}
