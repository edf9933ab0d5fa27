"""The design system's components as template tags. They are built in: no page loads them.

Every one takes plain values: words, addresses, and the name of a cloth (council nhs charity police housing faith
business residents education funders). All are shown on /ui/.

Words and marks
    button text [kind=do|quiet|warn|onplum|link] [name] [value] [main] [full]      button_link text url [kind] [main] [full]
    status_tag text [tone=plain|due|done|problem]     sector_tag text cloth     swatch cloth     cloth_band cloth     stitch
    crumb url text     back_link url [text]     initials name [cloth]     copy_box text [said]     qr url label [big]
    panel [title] [level] [ident] … endpanel          notice [title] [kind=info|success|warn|problem] … endnotice
    confirm_panel title … endconfirm_panel            form_patch [title] [ident] … endform_patch
    all_done text     empty_state text [url] [action]     counts [(41, "pledges"), …] [light]
    timeline [{title, when, who, text, url}, …]
Forms and lists
    field bound_field [heading]     error_summary form [extra]     check_answers [{label, value, url, hidden, voice}, …]
    filter_panel form [clear_url] [label]     chosen_filters [{text, url}, …] [clear_url]
    result_head count one many [capped]     pager [page_obj] [previous_url] [next_url] [label]
Pledges
    patch text who= [cloth] [state] [url] [lang] [tint] [new] [big]     patch_row cloths [still_open] [label] [cap]
    quilt [patch's arguments as mappings] [empty_places] … endquilt (content, if any, is the open patch)
Events
    date_block day [big] [past] [tag]     event_facts ["Step-free", …]     sector_mix [(cloth, 9, "9 residents"), …]
    event_row title url day= when= [where] [facts] [status] [tone] [past]     bars [(cloth, 12, "Council"), …] [maximum]
    filters: when|day_words  starts_at|clock  starts_at|until:ends_at
Stories and people
    story_card title url [standfirst] [note] [cloth] [image_url] [image_alt] [focal] [size=row|feature] [level]
    byline [{name, role, cloth, url}, …] [note]     people_list [same] [title]     pull_quote text [who] [cloth] [lang]
    took_list [{text, cloth}, …] [title]     consent_line text     focal across down
    person_row name [url] [cloth] [role] [helps] … endperson_row      (in <ul class="rows">)
    need_card [cloth] [when] [tone] [kind] [voice] [heading] [because] … endneed_card      (in <ol class="needs">)
"""

from collab.kit.components import basics, events, pledges, questions, shell, stories
from collab.kit.components.library import register

__all__ = ["basics", "events", "pledges", "questions", "register", "shell", "stories"]
