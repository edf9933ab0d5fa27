"""The design system's components as template tags. They are built in: no page loads them.

Every one takes plain values: words, addresses, and the name of a cloth (council nhs charity police housing faith
business residents education funders). All are shown on /ui/.

Words and marks
    button text [kind=do|quiet|warn|onplum|link] [name] [value] [main] [full]
    button_link text url [kind] [main] [full]     status_tag text [tone=plain|due|done|problem]
    sector_tag text cloth     swatch cloth     cloth_band cloth     stitch
    crumb url text     back_link url text     initials name [cloth]     copy_box text [said]     qr url label [big]
    panel [title] [level] [ident] … endpanel          notice [title] [kind=info|success|warn|problem] … endnotice
    confirm_panel title … endconfirm_panel            form_patch [title] [ident] … endform_patch
    all_done text     empty_state text [url] [action]     counts [(41, "pledges"), …] [light]
    timeline [{title, when, who, text, url}, …]     filters: phone|unbroken  email|by_parts
Forms and lists
    field bound_field [heading]     error_summary form [extra]     check_answers [{label, value, url, hidden, voice}, …]
    filter_panel filter [clear_url] [label]     chosen_filters [{text, url}, …] [clear_url]
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
    person_row name [url] [cloth] [role] [helps] [linked] … endperson_row      (in <ul class="rows">)
    need_card [cloth] [when] [tone] [kind] [voice] [heading] [because] … endneed_card      (in <ol class="needs">)

How a page is laid out (templates/base.html has the blocks title, head, before_main, main and body_class)
    <div class="wrap"> holds every measure. Inside it: narrow (a form page), prose (running text), stack (even gaps),
    section and after-gap (air above), btns or row (things on one line), muted, small, lede, voice
    cols, or cols cols--form, with <aside class="side">     listing: filter_panel, then <div class="listing__found">
    full width, with a wrap of its own: band band--tint|band--cream, wall band; the very last one has band--last
    event page: lede, <p class="jump">, <dl class="facts"> of <div class="fact"><dt/><dd/>, when, ruled, subhead, table
    wall: wall__head, scan     story page: story-head, standfirst, <figure class="lead">, read, story-body, acts noprint
    home: hello, <form class="ask"> with ask__row and a govuk-input     lists: rows, patches, needs, chips, people
"""

from collab.kit.components import basics, events, pledges, questions, shell, stories
from collab.kit.components.library import register

__all__ = ["basics", "events", "pledges", "questions", "register", "shell", "stories"]
