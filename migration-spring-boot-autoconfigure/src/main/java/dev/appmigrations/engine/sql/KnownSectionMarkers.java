package dev.appmigrations.engine.sql;

/**
 * The markers of our own, and those of the tools whose files run as they are, unless a
 * directive says that only our own count.
 */
final class KnownSectionMarkers implements SectionMarkers {

	private boolean onlyOwn;

	@Override
	public boolean divides(char[] buffer, int start, int end, int column) {
		String comment = new String(buffer, start, end - start);
		SourcePosition position = new SourcePosition(0, 1, column);
		Directive directive = Directive.of(comment, position);
		if (directive != null) {
			this.onlyOwn |= directive.excludesOtherTools();
			return directive.isSectionMarker();
		}
		if (this.onlyOwn) {
			return false;
		}
		ForeignMarker marker = ForeignMarker.of(comment, position);
		return marker != null && marker.endsStatement();
	}

}
