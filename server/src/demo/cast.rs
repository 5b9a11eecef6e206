//! Companies of the demo, with their people, clients and trees.

use resolutionflow::access::Role;

/// User of the demo whom a visitor can sign in as; printed when the server starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoLogin {
    /// Role and company, as printed: `technician, Northwind IT`.
    pub what: &'static str,
    /// The e-mail address to sign in with.
    pub email: &'static str,
    /// The password, the same for all.
    pub password: &'static str,
}

/// Company of the demo, a managed service provider; it becomes an account.
pub(super) struct Company {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) zone: &'static str,
    pub(super) people: &'static [Employee],
    pub(super) trees: &'static [&'static str],
    pub(super) clients: &'static [&'static str],
    /// Seconds between two sessions of one person, at least and at most.
    pub(super) pause: (u64, u64),
}

/// Employee of a company of the demo, who becomes a user of its account.
pub(super) struct Employee {
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) login: DemoLogin,
    /// True if the demo has sessions of theirs from the last month.
    pub(super) walks: bool,
}

/// Password of every user of the demo. No secret: it is printed at every start.
pub const PASSWORD: &str = "demo-walk-the-tree";

const TESS: DemoLogin = DemoLogin { what: "technician, Northwind IT", email: "tess@northwind.example", password: PASSWORD };
const OMAR: DemoLogin = DemoLogin { what: "technician, Northwind IT", email: "omar@northwind.example", password: PASSWORD };
const MARA: DemoLogin = DemoLogin { what: "manager, Northwind IT", email: "mara@northwind.example", password: PASSWORD };
const ADA: DemoLogin = DemoLogin { what: "admin, Northwind IT", email: "ada@northwind.example", password: PASSWORD };
const CORA: DemoLogin = DemoLogin { what: "admin, Contoso MSP", email: "cora@contoso.example", password: PASSWORD };
const BEN: DemoLogin = DemoLogin { what: "manager, Contoso MSP", email: "ben@contoso.example", password: PASSWORD };

/// Every user of the demo whom a visitor can sign in as, in the order in which they are printed.
pub fn logins() -> &'static [DemoLogin] {
    &[TESS, OMAR, MARA, ADA, BEN, CORA]
}

pub(super) const COMPANIES: &[Company] = &[
    Company {
        key: "northwind-it",
        name: "Northwind IT",
        zone: "Europe/Berlin",
        people: &[
            Employee { name: "Tess Tanaka", role: Role::Technician, login: TESS, walks: true },
            Employee { name: "Omar Haddad", role: Role::Technician, login: OMAR, walks: true },
            Employee { name: "Mara Lindqvist", role: Role::Manager, login: MARA, walks: false },
            Employee { name: "Ada Okafor", role: Role::Admin, login: ADA, walks: false },
        ],
        trees: &[
            include_str!("../../demo/trees/slow-computer.tree.md"),
            include_str!("../../demo/trees/wifi-drops.tree.md"),
            include_str!("../../demo/trees/disk-space-on-a-server.tree.md"),
            include_str!("../../demo/trees/website-or-dns-unreachable.tree.md"),
            include_str!("../../demo/trees/printer-does-not-print.tree.md"),
            include_str!("../../demo/trees/outlook-does-not-sync.tree.md"),
            include_str!("../../demo/trees/account-locked-out.tree.md"),
            include_str!("../../demo/trees/vpn-does-not-connect.tree.md"),
        ],
        clients: &[
            "Alder Dental Group",
            "Aurora Travel",
            "Bakker & Zonen",
            "Beacon Hill Dentistry",
            "Birch Lane Nursery",
            "Blue Harbour Hotel",
            "Brückner Maschinenbau",
            "Café Morgenrot",
            "Cedar Valley Vets",
            "City Library Eastside",
            "Clifton Insurance",
            "Copperfield Books",
            "Dalton Plumbing",
            "Dunmore Logistics",
            "Eastgate Pharmacy",
            "Elm Court Surgery",
            "Fairview Optometry",
            "Fjord Shipping",
            "Foxglove Florists",
            "Gasthof Linde",
            "Granite State Builders",
            "Greenfield Farms",
            "Hafen & Söhne",
            "Harbourlight Care Homes",
            "Hillcrest School",
            "Holloway Accountants",
            "Ironbridge Castings",
            "Juniper Physiotherapy",
            "Kessler & Roth Law",
            "Kingfisher Rowing Club",
            "Lakeshore Veterinary",
            "Lindgren Arkitekter",
            "Maple Row Estate Agents",
            "Marlow Architects",
            "Meridian Freight",
            "Millstone Bakery",
            "Northgate Motors",
            "Oak & Ash Joinery",
            "Ostrava Foods",
            "Parkside Chiropractic",
            "Pine Street Clinic",
            "Quarry Road Primary",
            "Redwood Staffing",
            "Riverside Church",
            "Rossi Ceramiche",
            "Saltmarsh Brewery",
            "Silverline Taxis",
            "Stonebridge Solicitors",
            "Summit Outdoor",
            "Thornbury Packaging",
            "Tidewater Seafood",
            "Tulip Translations",
            "Upland Wind",
            "Valley Credit Union",
            "Vogel Elektrotechnik",
            "Westbrook Theatre",
            "Willow Tree Hospice",
            "Yellowstone Print",
            "Zimmermann Steuerberatung",
        ],
        pause: (90 * 60, 210 * 60),
    },
    Company {
        key: "contoso-msp",
        name: "Contoso MSP",
        zone: "America/Chicago",
        people: &[
            Employee { name: "Ben Carver", role: Role::Manager, login: BEN, walks: true },
            Employee { name: "Cora Diaz", role: Role::Admin, login: CORA, walks: false },
        ],
        trees: &[
            include_str!("../../demo/trees/printer-does-not-print.tree.md"),
            include_str!("../../demo/trees/account-locked-out.tree.md"),
        ],
        clients: &["Lakeside Realty", "Harper Credit Union"],
        pause: (4 * 3600, 30 * 3600),
    },
];
