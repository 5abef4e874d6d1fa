package dev.multiproc.launcher.run;

/** What a child does, with the name and the ground that it has in the tutorials. */
enum Role {
    COOK("egon", "\033[44m"),
    EATER("alex", "\033[45m");

    private final String baseName;
    private final String ground;

    Role(String baseName, String ground) {
        this.baseName = baseName;
        this.ground = ground;
    }

    String nameOf(int index) {
        return baseName + (index + 1);
    }

    String ground() {
        return ground;
    }
}
