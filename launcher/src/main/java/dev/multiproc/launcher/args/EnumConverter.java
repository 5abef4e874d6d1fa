package dev.multiproc.launcher.args;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses a constant of an enum, written as its {@code toString} returns it. The error message lists all constants.
 *
 * @param <E> the enum
 */
public abstract class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    /**
     * For subclasses.
     *
     * @param type the class of the enum
     */
    protected EnumConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public E convert(String text) {
        E[] choices = type.getEnumConstants();
        for (E choice : choices) {
            if (choice.toString().equals(text)) {
                return choice;
            }
        }
        String names = Arrays.stream(choices).map(E::toString).collect(Collectors.joining(", "));
        throw new TypeConversionException("'" + text + "' is none of " + names);
    }
}
